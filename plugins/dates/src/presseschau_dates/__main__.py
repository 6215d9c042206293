"""Print the rules of a language as Markdown: ``python -m presseschau_dates [LANGUAGE] > docs/reference/date-rules.md``."""

import sys

from presseschau_dates.language import Language, load

_HEAD = """# The rules for dates

Made from the rule files by `python -m presseschau_dates > docs/reference/date-rules.md`. The examples are the rules' tests; see
[how to add a language](../how-to/add-a-language-for-dates.md) for the notation. A rule without a type protects its words from the others.

| rule | type | form | example |
| --- | --- | --- | --- |
"""


def table(language: Language) -> str:
    """Return all rules in the order of their stages, one a row, each with its first example."""
    rows = []
    for rule in language.rules:
        example = rule.examples[0] if rule.examples else ""
        cells = (f"`{rule.name}`", rule.type, f"`{rule.form}`" if rule.form else "", example)
        rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n")
    return _HEAD + "".join(rows)


if __name__ == "__main__":
    sys.stdout.write(table(load(*sys.argv[1:2])))
