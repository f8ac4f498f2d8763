"""Content streams with every way to draw a path, made by chance from a seed."""

import random

CORNERS = ((10, 10), (90, 10), (90, 60), (10, 60))


def random_paths(seed: int, count: int = 60) -> bytes:
    """Operators for a page of 400 x 300 points, balanced, some of them odd."""
    dice = random.Random(seed)  # noqa: S311
    words: list[str] = []
    for _ in range(count):
        words += _state(dice)
        for _ in range(dice.randint(1, 3)):
            words += _subpath(dice)
        words.append(dice.choice(["S", "s", "f", "f*", "B", "b", "B*", "S", "S", "n"]))
        if dice.random() < 0.3:
            words += ["q", *_ring(dice), dice.choice(["W n", "W* n", "W S"])]
            words += [*_subpath(dice), "S", *_subpath(dice), "f", "Q"]
    return "\n".join(words).encode()


def _state(dice: random.Random) -> list[str]:
    colour = [f"{dice.random():.3f}" for _ in range(4)]
    return dice.sample(
        [
            f"{dice.choice([0, 0.1, 0.35, 1, 2.5])} w",
            f"{colour[0]} G",
            f"{' '.join(colour[:3])} RG",
            f"{' '.join(colour)} k",
            f"{' '.join(colour[:3])} rg",
            dice.choice(["[3 1] 0 d", "[] 0 d"]),
            f"{dice.choice([1, 1, 0.9])} 0 0 1 {dice.uniform(-3, 3):.2f} 0 cm",
            "0.999 0.04 -0.04 0.999 1 -1 cm",
        ],
        2,
    )


def _subpath(dice: random.Random) -> list[str]:
    kind = dice.randint(0, 5)
    if kind == 0:
        return [f"{_at(dice)} {_at(dice)} re"]
    if kind == 1:
        return _ring(dice)
    words = [f"{_at(dice)} m"]
    for _ in range(dice.randint(0 if kind == 2 else 1, 9)):
        if dice.random() < 0.7:
            words.append(f"{_at(dice)} l")
        else:
            words.append(f"{_at(dice)} {_at(dice)} {_at(dice)} c")
    return words + (["h"] if dice.random() < 0.4 else [])


def _ring(dice: random.Random) -> list[str]:
    """Three or four lines round a rectangle or nearly so, either way, closed or not."""
    x, y = dice.uniform(0, 200), dice.uniform(0, 150)
    corners = list(CORNERS) if dice.random() < 0.6 else [*CORNERS[:3], (11, 61)]
    if dice.random() < 0.5:
        corners.reverse()
    turn = dice.randint(0, 3)
    corners = corners[turn:] + corners[:turn]
    rounds = [(x + a, y + b) for a, b in corners * dice.randint(1, 2)]
    if dice.random() < 0.5:
        rounds.append((x + corners[0][0], y + corners[0][1]))
    moves = [
        f"{a:.2f} {b:.2f} {'l' if at else 'm'}" for at, (a, b) in enumerate(rounds)
    ]
    return moves + (["h"] if dice.random() < 0.6 else [])


def _at(dice: random.Random) -> str:
    return f"{dice.uniform(0, 380):.3f} {dice.choice([0.0, dice.uniform(0, 280)]):.3f}"
