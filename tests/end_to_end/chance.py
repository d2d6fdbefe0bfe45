"""Random moments that can be had again: a test that kills says which seed it used."""
import os
import random
import sys
import time

LONG = os.environ.get("SEMPURNA_LONG_TESTS") == "1"


def chance(name):
    """A generator for the test `name`: from SEMPURNA_TEST_SEED, else new moments in the long tests and the same in others."""
    seed = os.environ.get("SEMPURNA_TEST_SEED") or (str(time.time_ns()) if LONG else "1")
    print(f"{name}: again with SEMPURNA_TEST_SEED={seed}", file=sys.stderr)
    return random.Random(f"{name} {seed}")
