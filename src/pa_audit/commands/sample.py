"""pa-audit sample: plan, draw, hand out and appraise samples; each step's commands are in a file of their own."""

from cyclopts import App

from pa_audit.commands.sample_draw import draw, export, verify
from pa_audit.commands.sample_review import appraise, collect, worksheet
from pa_audit.commands.sample_size import size

sample = App(name="sample", help="Draw a sample, hand it to reviewers, appraise what they found.")

for command in (size, draw, verify, export, worksheet, collect, appraise):
    sample.command(command)
