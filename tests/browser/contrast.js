// Lists what is too faint: text under 4.5 to 1 against what lies behind it, chart colours under 3 to 1.
() => {
  const channel = (c) => (c / 255 <= 0.03928 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4);
  const parse = (colour) => colour.match(/[\d.]+/g).map(Number);
  const light = (colour) => { const [r, g, b] = parse(colour); return 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b); };
  const ratio = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05); };
  const behind = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const colour = getComputedStyle(e).backgroundColor;
      if ((parse(colour)[3] ?? 1) > 0) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const faint = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.textContent.trim()) continue;
    const found = ratio(getComputedStyle(node.parentElement).color, behind(node.parentElement));
    if (found < 4.5) faint.push(`${node.textContent.trim().slice(0, 30)}: ${found.toFixed(2)}`);
  }
  for (const part of document.querySelectorAll("rect:not(.track):not(.gap)")) {
    const found = ratio(getComputedStyle(part).fill, behind(part.parentElement));
    if (found < 3) faint.push(`.${part.className.baseVal}: ${found.toFixed(2)}`);
  }
  return [...new Set(faint)];
};
