// Judge cases and dispensings by the HL7 CQL engine: node run.mjs FOLDER. Reads cases.ndjson and members.ndjson there,
// writes <section>.ndjson and dispensings.ndjson, and prints the number of cases and CPU seconds: of the judging alone
// (rows in CQL's own types in, results out), of the clauses without the doses, and of the whole process.
import { createReadStream, createWriteStream, readFileSync, readdirSync } from "node:fs";
import { createInterface } from "node:readline";
import cql from "cql-execution";

const here = new URL(".", import.meta.url).pathname;
const [folder] = process.argv.slice(2);
const DOSES = "dispensings";

const date = (text) => text && cql.Date.parse(text);
const dated = (row, names) => names.forEach((name) => (row[name] = date(row[name])));

// What CQL calls a patient: the one record that its library asks for.
class Patient {
  constructor(row, id) {
    Object.assign(this, row);
    this.getId = () => id;
    this.findRecords = () => [this];
  }
}

function ofCase(row) {
  dated(row, ["birth_date", "reference_date", "growth_first_date", "growth_last_date", "therapy_start_date"]);
  return new Patient(row, row.case);
}

function ofMember(row) {
  row.claims.forEach((claim) => dated(claim, ["service_date"]));
  row.weights?.forEach((weight) => dated(weight, ["weight_date"]));
  return new Patient(row, row.member);
}

class Source {
  constructor(rows) {
    this.rows = rows;
    this.next = 0;
  }
  currentPatient() {
    return this.rows[this.next];
  }
  nextPatient() {
    return this.rows[++this.next];
  }
}

const rows = (name) => createInterface({ input: createReadStream(`${folder}/${name}.ndjson`) });
const seconds = ({ user, system }) => (user + system) / 1e6;

const libraries = {};
for (const file of readdirSync(`${here}elm`)) {
  const library = new cql.Library(JSON.parse(readFileSync(`${here}elm/${file}`, "utf8")));
  libraries[file.replace(".json", "")] = { executor: new cql.Executor(library), patients: [] };
}
let cases = 0;
for await (const line of rows("cases")) {
  const row = JSON.parse(line);
  libraries[row.pathway].patients.push(ofCase(row));
  cases += 1;
}
for await (const line of rows("members")) libraries[DOSES].patients.push(ofMember(JSON.parse(line)));

let judging = 0;
let clauses = 0;
for (const [name, library] of Object.entries(libraries)) {
  const before = process.cpuUsage();
  library.found = await library.executor.exec(new Source(library.patients));
  const used = seconds(process.cpuUsage(before));
  judging += used;
  if (name !== DOSES) clauses += used;
}

function status(results, clause) {
  if (results[`${clause} applies`] === false) return 2;
  return results[clause] === null ? null : Number(results[clause]);
}

for (const [name, { found }] of Object.entries(libraries)) {
  const file = createWriteStream(`${folder}/${name}.ndjson`);
  for (const [id, results] of Object.entries(found.patientResults)) {
    if (name === DOSES) {
      for (const row of results.dispensings) file.write(JSON.stringify({ member: Number(id), ...row }) + "\n");
    } else {
      const row = { case: Number(id), determination: results.determination };
      for (const clause of Object.keys(results).filter((one) => one.startsWith(name) && !one.endsWith(" applies")))
        row[clause] = status(results, clause);
      file.write(JSON.stringify(row) + "\n");
    }
  }
  file.end();
}
console.log(JSON.stringify({ cases, judging, clauses, whole: seconds(process.cpuUsage()) }));
