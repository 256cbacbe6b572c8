"""Audits prior-authorization decisions for mecasermin (Increlex) against its policy, clause by clause."""

__version__ = "0.1.0"
