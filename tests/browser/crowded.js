// Lists texts of a picture or an axis that lie over each other, or that its figure cuts off.
() => {
  const found = [];
  for (const drawn of document.querySelectorAll(".plot, .axis, .ticks")) {
    const room = drawn.closest("figure").getBoundingClientRect();
    const boxes = [...drawn.querySelectorAll("text, span")].map((t) => [t.textContent, t.getBoundingClientRect()])
      .filter(([, box]) => box.width);
    for (const [text, box] of boxes)
      if (box.left < room.left - 1 || box.right > room.right + 1) found.push(`${text} is cut off`);
    boxes.forEach(([text, a], n) => boxes.slice(n + 1).forEach(([other, b]) => {
      const over = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const under = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (over > 1.5 && under > 5) found.push(`${text} on ${other}`);
    }));
  }
  return found;
};
