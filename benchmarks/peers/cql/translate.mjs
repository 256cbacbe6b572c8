// Translate policy/*.cql into elm/*.json with the CQL-to-ELM translator. Done once; it is not timed.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import {
  CqlTranslator, LibraryManager, ModelManager, createModelInfoProvider, createUcumService, stringAsSource,
} from "@cqframework/cql/cql-to-elm";

const here = new URL(".", import.meta.url).pathname;
const read = (name) => readFileSync(here + name, "utf8");

const models = new ModelManager();
models.modelInfoLoader.registerModelInfoProvider(
  createModelInfoProvider((name) => stringAsSource(read(`${name}.xml`.toLowerCase()))),
);
const asGiven = (value) => value; // calendar years and months only: no unit is ever converted
const units = createUcumService(asGiven, () => null, asGiven, asGiven);

mkdirSync(`${here}elm`, { recursive: true });
for (const file of readdirSync(`${here}policy`)) {
  const libraries = new LibraryManager(models, undefined, undefined, units);
  const translator = CqlTranslator.fromText(read(`policy/${file}`), libraries);
  const problems = translator.errors.asJsReadonlyArrayView().map((problem) => `${file}: ${problem.message}`);
  if (problems.length) throw new Error(problems.join("\n"));
  writeFileSync(`${here}elm/${file.replace(".cql", ".json")}`, translator.toJson());
}
