"""Samples on the audit's own data: frame, draw, worksheets, appraisal, report (sampling.md).

The statistics are in `pa_audit.sampling`; here is what they are asked of. Nothing of this runs at night.
"""
