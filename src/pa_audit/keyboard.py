"""Ctrl-C: a command ends soon and says why, whatever library is at work.

The word of it reaches Python only between two of its own steps. DuckDB looks for it in some of its work, and makes an
error of its own of it; a query that does not look is ended from another thread, as is whatever is asked twice.
"""

import os
import signal
from select import select
from threading import Event, Thread
from types import FrameType

STOPPED = 130  # the exit code that shells give to what Ctrl-C ended
GRACE = 3  # seconds to put things away
SAID = "stopped by the keyboard"

_pressed = Event()


def pressed() -> bool:
    """Tell whether an error is what became of Ctrl-C."""
    return _pressed.is_set()


def listen() -> None:
    """Watch the keyboard for the rest of this process; its children have handlers of their own."""
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    signal.set_wakeup_fd(writer)
    signal.signal(signal.SIGINT, _interrupt)
    Thread(target=_watch, args=(reader,), daemon=True).start()


def _interrupt(number: int, frame: FrameType | None) -> None:
    _pressed.set()
    raise KeyboardInterrupt


def _watch(signals: int) -> None:
    os.read(signals, 1)
    select([signals], [], [], GRACE)
    os.write(2, f"pa-audit: {SAID}\n".encode())
    os._exit(STOPPED)
