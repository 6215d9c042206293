"""Make the language models: ``python models/build.py STAGE --data FOLDER --out FOLDER``; ``all`` runs the others in order; see models/README.md."""

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))


def main() -> None:
    """Run one stage."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "stage", choices=("all", "teacher", "vectors", "silver", "fast", "lexicon", "accurate", "figures", "package")
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=float, default=12)
    parser.add_argument("--refine-epochs", type=float, default=4, help="of the second round, with a lower rate")
    parser.add_argument("--refine", type=Path, help="begin with the second round, from this teacher")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--model", default="teacher")
    parser.add_argument("--width", type=int, default=128)
    parser.add_argument("--depth", type=int, default=4)
    parser.add_argument("--hidden", type=int, default=64)
    parser.add_argument("--steps", type=int, default=6000)
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    from training import stages

    started = time.monotonic()
    stages.STAGES[given.stage](given)
    print(f"{given.stage}: {time.monotonic() - started:.0f} s, {time.process_time():.0f} CPU s", flush=True)


if __name__ == "__main__":
    main()
