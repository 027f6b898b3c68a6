"""Whatever the program writes into the audit log, the auditor reads in Chinese."""

import re
from pathlib import Path

from chuangcheng.accounts import audit_words

SOURCE = Path(__file__).resolve().parents[2] / "src" / "chuangcheng"
# A verb written out at the place where it is recorded; composed ones are listed beside WORDS.
VERB = re.compile(r'audit\.record\(\s*"([a-z_]+(?:\.[a-z_]+)+)"')


def test_every_verb_that_is_recorded_has_a_word() -> None:
    recorded = {
        verb for path in SOURCE.rglob("*.py") for verb in VERB.findall(path.read_text())
    }

    assert recorded, "the pattern no longer finds how entries are recorded"
    assert [verb for verb in sorted(recorded) if audit_words.word_for(verb) == verb] == []
