"""Train the spoiler head: whether a sentence gives plot away, on its features.

    python -m training.spoilers [--write]

Data: ``sentences.jsonl``, written for this project: sentences that reveal deaths, twists, endings and who
somebody really is, beside set-ups, facts and opinions that don't. Every fifth is held out for the figures
that are printed, then all are used. ``--write`` replaces the committed weights.
"""

import argparse
import json

import numpy as np
from sklearn.linear_model import LogisticRegression

from index.spoilers import HEAD_FILE, SPOILS_FROM
from index.torch_encoder import packaged_encoder
from training.sentences import read_sentences

HOLD_OUT_EVERY = 5
STRENGTH = 3.0
"""Inverse regularisation, chosen for recall on the held-out sentences."""


def main() -> None:
    """Train, print the held-out figures, and write the weights when asked to."""
    parser = argparse.ArgumentParser(description="Train the spoiler head.")
    parser.add_argument("--write", action="store_true", help=f"replace {HEAD_FILE}")
    arguments = parser.parse_args()
    sentences = read_sentences()
    encoder = packaged_encoder()
    encoded = encoder.encode_tokens([sentence.text for sentence in sentences])
    features = np.stack([one.row for one in encoded])
    reveals = np.array([sentence.reveals for sentence in sentences])
    held = np.arange(len(sentences)) % HOLD_OUT_EVERY == 0
    model = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=500)
    model.fit(features[~held], reveals[~held])
    found = model.predict_proba(features[held])[:, 1] >= SPOILS_FROM
    right = reveals[held]
    print(
        json.dumps(
            {
                "held_out": int(held.sum()),
                "reveal": int(right.sum()),
                "recall": round(float(found[right].mean()), 4),
                "false_alarms": round(float(found[~right].mean()), 4),
            }
        )
    )
    if arguments.write:
        model.fit(features, reveals)
        np.savez_compressed(
            HEAD_FILE,
            weights=model.coef_[0].astype(np.float32),
            bias=np.float32(model.intercept_[0]),
            model=np.array(encoder.identity.sha256),
        )


if __name__ == "__main__":
    main()
