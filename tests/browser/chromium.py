"""Where this machine keeps its Chromium; run as a module it prints the path or fails."""

import shutil
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def find() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


if __name__ == "__main__":
    found = find()
    if not found:
        sys.exit(1)
    sys.stdout.write(found + "\n")
