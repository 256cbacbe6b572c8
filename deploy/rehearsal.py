"""Rehearse the schedule on this machine: about two minutes, on loopback, in a folder of its own.

Starts a real Prefect server and a worker, deploys prefect.yaml to run every minute, and sees: a scheduled night that
waits for its drop and publishes, its state and artifacts, a failing night, a small drop and a missing night whose
notifications reach a listener, and no member or case anywhere in what Prefect keeps. Everything it started is stopped.

    .venv/bin/python deploy/rehearsal.py
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, TypeVar

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "data" / "sample"
BIN = Path(sys.executable).parent
sys.path.insert(0, str(ROOT / "flows"))

import environment  # noqa: E402
from pa_audit import config, publication, store  # noqa: E402
from pa_audit.commands.clock import today  # noqa: E402

T = TypeVar("T")
START = time.monotonic()
BUSY_SECONDS = 60
CONFIG = """
[drop]
marker = "COMPLETE"
max_fall = 0.5
"""


def main() -> None:
    """Rehearse; raises at the first thing that is not as it should be."""
    os.umask(0o077)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("rehearsal: stopped"))  # as an exception, so that all ends
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="pa_audit-rehearsal-")))
        messages = stack.enter_context(listener())
        rehearsal = Rehearsal(folder, stack)
        rehearsal.start()
        rehearsal.notify(messages)
        rehearsal.deploy()
        rehearsal.scheduled_night()
        rehearsal.failing_night(messages)
        rehearsal.small_drop(messages)
        rehearsal.missing_night(messages)
        rehearsal.nothing_of_patients()
    say("stopped everything")


class Rehearsal:
    """One server, one worker, one deployment, in one folder."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder, self.stack = folder, stack
        self.database, self.reports = folder / "pa_audit.duckdb", folder / "reports"
        self.config = folder / "pa_audit.toml"
        self.config.write_text((SAMPLE / "pa_audit.toml").read_text() + CONFIG)
        self.day = today(config.load(self.config)).isoformat()
        self.api = f"http://127.0.0.1:{free_port()}/api"
        self.env = os.environ | environment.settings() | {
            "PATH": f"{BIN}:{os.environ['PATH']}",
            "DO_NOT_TRACK": "1",
            "PREFECT_HOME": str(folder / "prefect"),
            "PREFECT_API_URL": self.api,
            "PREFECT_CLI_PROMPT": "false",
            "PA_AUDIT_HOME": str(ROOT),
            "PA_AUDIT_EXTRACTS": str(folder / "drops" / "{as_of}"),
            "PA_AUDIT_DATABASE": str(self.database),
            "PA_AUDIT_REPORTS": str(self.reports),
            "PA_AUDIT_CONFIG": str(self.config),
            "PA_AUDIT_CRON": "* * * * *",
            "PA_AUDIT_TIME_ZONE": "America/Chicago",
        }  # fmt: skip

    def start(self) -> None:
        """Start the server and wait until it answers."""
        port = self.api.split(":")[2].removesuffix("/api")
        self._keep_running("server", "prefect", "server", "start", "--host", "127.0.0.1", "--port", port)
        until("the server answers", lambda: self._ask("GET", "/health"))

    def notify(self, messages: list[str]) -> None:
        """Create the automations, as docs/schedule.md has it."""
        self._do("python", "flows/notify.py", "--url", f"http://127.0.0.1:{messages[0]}/hook")

    def deploy(self) -> None:
        """Deploy prefect.yaml and start a worker."""
        self._do("prefect", "work-pool", "create", "pa-audit", "--type", "process")
        self._do("prefect", "deploy", "--all")
        self._keep_running("worker", "prefect", "worker", "start", "--pool", "pa-audit")
        self.deployment = self._ask("GET", "/deployments/name/nightly/scheduled")["id"]
        say("deployed, every minute")

    def scheduled_night(self) -> None:
        """See a scheduled run begin, wait for its drop, take it once it is complete, and leave its artifacts."""
        drop = self.folder / "drops" / self.day
        shutil.copytree(SAMPLE, drop)
        run = until("a scheduled run began", lambda: self._runs(state="RUNNING", auto=True))[0]
        self._ask("POST", f"/deployments/{self.deployment}/pause_deployment")  # one is enough
        until("it waits for its drop", lambda: self._tasks(run["id"]).get("complete") == "RUNNING")
        (drop / "COMPLETE").touch()
        until("it ended as Completed", lambda: self._state(run["id"]) == "COMPLETED")
        found = self._artifacts(run["id"])
        for what, which, number in publication.summary(self.database):
            expect(f"| {what} | {which} | {number:,} |" in found["audit-summary"], f"{which} in the artifact")
        expect((self.reports / "1" / "compliance.html").as_uri() in found["audit-report"], "the report's link")
        say(f"its artifacts: {', '.join(sorted(found))}")

    def failing_night(self, messages: list[str]) -> None:
        """See a run over a drop without extracts fail at once, and its notification arrive."""
        run = self._run(self._drop("empty"))
        until("a night over an empty drop ended as Failed", lambda: self._state(run) == "FAILED")
        expect(self._tasks(run).get("audit") == "FAILED", "bad input is not tried again")
        line = f"pa-audit: {self.folder / 'empty'}: no file named as an extract".encode()
        until("its line is in the worker's log", lambda: line in (self.folder / "worker.log").read_bytes())
        until("its notification arrived", lambda: heard(messages, "prefect.flow-run.Failed"))

    def small_drop(self, messages: list[str]) -> None:
        """See a drop with far fewer rows published, and its notification arrive."""
        run = self._run(self._drop("small", "members.csv"))
        until("a night over a small drop ended as Completed", lambda: self._state(run) == "COMPLETED")
        until("its notification arrived", lambda: heard(messages, "pa_audit.drop.fell", "rows_fell_pa_requests"))

    def missing_night(self, messages: list[str]) -> None:
        """See the watch raise an event for a publication that is too old."""
        self._do("python", "flows/watch.py", "--database", self.database, "--max-age", "0h", code=1)
        until("the notification of a missing night arrived", lambda: heard(messages, "pa_audit.run.overdue"))
        for message in messages[1:]:
            say(f"  {message}")

    def nothing_of_patients(self) -> None:
        """Look for every member and case of the drop in every byte that Prefect wrote, its database included."""
        with store.connect(self.database, read_only=True) as con:
            names = con.execute("select member_id from audit.members union select pa_id from audit.cases").fetchall()
        expect(len(names) > 100, "names to look for")
        files = [path for path in self.folder.rglob("*") if path.is_file() and self._is_prefects(path)]
        for path in files:
            content = path.read_bytes()
            expect(not [name for (name,) in names if str(name).encode() in content], f"no member in {path.name}")
        say(f"no member and no case in {sum(path.stat().st_size for path in files):,} bytes that Prefect wrote")

    def _is_prefects(self, path: Path) -> bool:
        return path.suffix == ".log" or path.is_relative_to(self.folder / "prefect")

    def _drop(self, name: str, *files: str) -> Path:
        drop = self.folder / name
        drop.mkdir()
        for file in files:
            shutil.copy(SAMPLE / file, drop)
        (drop / "COMPLETE").touch()
        return drop

    def _run(self, extracts: Path) -> str:
        """Ask for a run of the deployment now."""
        parameters = {"extracts": str(extracts)}
        return str(self._ask("POST", f"/deployments/{self.deployment}/create_flow_run", parameters=parameters)["id"])

    def _runs(self, state: str, auto: bool) -> list[dict[str, Any]]:
        found = self._ask("POST", "/flow_runs/filter", flow_runs={"state": {"type": {"any_": [state]}}})
        return [run for run in found if run["auto_scheduled"] is auto]

    def _state(self, run: str) -> str:
        state = str(self._ask("GET", f"/flow_runs/{run}")["state_type"])
        expect(state != "CRASHED", f"no crash of {run}")
        return state

    def _tasks(self, run: str) -> dict[str, str]:
        found = self._ask("POST", "/task_runs/filter", flow_runs={"id": {"any_": [run]}})
        return {task["name"].split("-")[0]: task["state_type"] for task in found}

    def _artifacts(self, run: str) -> dict[str, str]:
        found = self._ask("POST", "/artifacts/filter", artifacts={"flow_run_id": {"any_": [run]}})
        return {artifact["key"]: str(artifact["data"]) for artifact in found}

    def _ask(self, method: str, path: str, **body: Any) -> Any:
        """Ask the server; None while it does not answer yet. Busy, it says 503, and Prefect's own clients ask again."""
        data = json.dumps(body).encode() if method == "POST" else None
        request = urllib.request.Request(self.api + path, data, {"Content-Type": "application/json"}, method=method)
        for left in reversed(range(BUSY_SECONDS)):
            try:
                with urllib.request.urlopen(request, timeout=30) as answer:
                    return json.loads(answer.read() or b"null")
            except urllib.error.HTTPError as error:
                if error.code != HTTPStatus.SERVICE_UNAVAILABLE or not left:
                    raise
                time.sleep(1)
            except (urllib.error.URLError, ConnectionError):
                return None
        return None

    def _do(self, *command: object, code: int = 0) -> None:
        words = [str(word) for word in command]
        done = subprocess.run(words, env=self.env, cwd=ROOT, capture_output=True, text=True, timeout=120)
        expect(done.returncode == code, f"{' '.join(words)}: exit {done.returncode}\n{done.stdout}{done.stderr}")

    def _keep_running(self, name: str, *command: str) -> None:
        """Start a process that is stopped, with all that it started, when the rehearsal ends."""
        with (self.folder / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(
                command, env=self.env, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )
        self.stack.callback(stop, process)


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a process and its group; what does not end by itself within seconds is killed (a worker lingers)."""
    try:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        pass
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextmanager
def listener() -> Iterator[list[str]]:
    """Listen on loopback; gives the port and then every message that arrived."""
    messages: list[str] = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            is_json = self.headers["Content-Type"] == "application/json"  # Mattermost refuses what does not say so
            if is_json:
                messages.append(json.loads(body)["text"])
            self.send_response(204 if is_json else 400)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Hook) as server:
        messages.append(str(server.server_port))
        Thread(target=server.serve_forever, daemon=True).start()
        yield messages
        server.shutdown()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def heard(messages: list[str], *words: str) -> bool:
    return any(all(word in message for word in words) for message in messages)


def until(what: str, ask: Callable[[], T], seconds: int = 150) -> T:
    """Ask every second until the answer is yes."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer := ask():
            say(what)
            return answer
        time.sleep(1)
    raise SystemExit(f"rehearsal: not within {seconds} seconds: {what}")


def expect(holds: bool, what: str) -> None:
    if not holds:
        raise SystemExit(f"rehearsal: expected: {what}")


def say(what: str) -> None:
    print(f"{time.monotonic() - START:5.0f} s  {what}", flush=True)


if __name__ == "__main__":
    main()
