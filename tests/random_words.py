"""Makes words that are in no real document, for the scripts that compare wordgate with other readers."""

from __future__ import annotations

import random

SYLLABLES = ["ba", "de", "fi", "go", "lu", "ma", "ne", "pi", "ro", "su"]
# Every word begins with this.
PREFIX = "qxz"


class RandomWords:
    """Makes random words, the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def word(self) -> str:
        return PREFIX + "".join(self.random.choice(SYLLABLES) for _ in range(3))
