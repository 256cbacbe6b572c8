"""The automations that turn what went wrong into a notification: a POST to a webhook. Run it once, and again to change
them; a message holds the name of the event, the path of the publication, ids of runs and counts.

    python flows/notify.py --url https://chat.example.org/hooks/...
"""

import sys
from typing import cast
from uuid import UUID

import environment

environment.apply()  # before Prefect reads its settings

from cyclopts import App
from prefect.automations import Automation
from prefect.blocks.webhook import Webhook
from prefect.events import EventTrigger
from prefect.events.actions import CallWebhook
from prefect.events.schemas.automations import Posture
from prefect.types import SecretDict
from pydantic import SecretStr

from pa_audit import cli
from server import reached

# What people are told of. The first is Prefect's own account of a run: Late is one that no worker has taken up.
TRIGGERS = {
    "pa_audit: a night failed": EventTrigger(
        expect={f"prefect.flow-run.{state}" for state in ("Failed", "Crashed", "TimedOut", "Late")},
        match_related={"prefect.resource.role": "flow", "prefect.resource.name": "nightly"},
        posture=Posture.Reactive,
        threshold=1,
    ),
    "pa_audit: no night, or a small drop": EventTrigger(
        expect={"pa_audit.run.overdue", "pa_audit.drop.fell"}, posture=Posture.Reactive, threshold=1
    ),
}
HEADERS = {"Content-Type": "application/json"}  # Prefect sends a text and says of none what it is
# The form that Slack and Mattermost take. Never the message of a state: it is not ours to vouch for.
MESSAGE = """{{
    {"text": [automation.name, event.event, event.resource.name, event.resource.id] | join(", ")
        ~ ("" if event.event.startswith("prefect.") else ", " ~ event.payload)} | tojson
}}"""


def notify(*, url: str) -> None:
    """Create or replace the webhook and the automations that call it.

    Parameters
    ----------
    url
        Where to POST {"text": "..."}; an address inside the own network is allowed.
    """
    with reached():
        hook = Webhook(url=SecretStr(url), headers=SecretDict(HEADERS), allow_private_urls=True)
        block = cast(UUID, hook.save("pa-audit", overwrite=True))
        for name, trigger in TRIGGERS.items():
            for old in existing(name):
                old.delete()
            call = CallWebhook(block_document_id=block, payload=MESSAGE)
            Automation(name=name, trigger=trigger, actions=[call]).create()
            print(f"created  {name}")


def existing(name: str) -> list[Automation]:
    """Find the automation of an earlier call."""
    try:
        return [cast(Automation, Automation.read(name=name))]
    except ValueError:
        return []


if __name__ == "__main__":
    sys.exit(cli.launch(App(name="notify.py", default_command=notify, version_flags=[])))
