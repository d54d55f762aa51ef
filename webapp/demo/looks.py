"""What each child of the demo looks like, the same in every picture."""

from webapp.demo.drawing.look import Look

LOOKS = {
    "mia": Look(1, "brown", "pigtails", "dungarees", "#2f5d8a", "#f0e3c4", "blue", freckles=True),
    "emeka": Look(5, "black", "locs", "knit", "#d9a441", "#f6f1e6", "dark", wide=1.03),
    "finn": Look(0, "blond", "tousle", "stripe", "#f2efe6", "#2f5d8a", "blue", trousers="#3f5f86"),
    "yuki": Look(1, "black", "bob", "hood", "#3f7a5a", "#f6f1e6", "dark", trim="clip"),
    "henry": Look(
        0,
        "ginger",
        "part",
        "shirt",
        "#405060",
        "#f6f1e6",
        "green",
        glasses="round #6b4630",
        freckles=True,
    ),
    "amara": Look(6, "black", "puffs", "cardigan", "#b5533c", "#f3d9cf", "dark", lashes=True),
    "zofia": Look(0, "light", "waves", "pinafore", "#6b5b95", "#f4e9e2", "grey", lashes=True),
    "mateo": Look(3, "dark", "curls", "polo", "#4f8f9a", "#f6f1e6", "brown", wide=1.03),
    "ida": Look(0, "blond", "bun", "stripe", "#fbf7ec", "#b5533c", "blue", hearing_aid="#3f7fb5"),
    "arjan": Look(3, "black", "patka", "hood", "#2f5d8a", "#d98a2b", "dark"),
    "jonas": Look(1, "brown", "quiff", "star", "#3f7a5a", "#f3d36b", "green"),
    "ben": Look(
        1, "brown", "short", "stripe", "#f2efe6", "#3f7a5a", "blue", freckles=True, wide=0.97
    ),
    "salma": Look(3, "dark", "hijab", "cardigan", "#405060", "#c46a7b", "brown", lashes=True),
    "theo": Look(2, "dark", "crew", "hood", "#a34a5e", "#f6f1e6", "brown", wide=1.04),
    "naledi": Look(
        5, "black", "afro", "stripe", "#d9a441", "#fff6dc", "dark", lashes=True, trim="band"
    ),
    "elif": Look(
        2,
        "dark",
        "long",
        "knit",
        "#c46a7b",
        "#f6f1e6",
        "green",
        glasses="square #2a3a4f",
        lashes=True,
    ),
}
