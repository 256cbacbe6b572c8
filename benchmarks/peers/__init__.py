"""The same audit by other means: hand-written SQL, pandas, and the HL7 CQL engine."""

import sys
from pathlib import Path

BESIDE = Path(sys.prefix, "beside")
"""Where pandas is: in the environment itself it would slow every import of pandera, and so every night."""
