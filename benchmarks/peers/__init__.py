"""The same audit by other means: hand-written SQL, pandas, and the HL7 CQL engine."""
