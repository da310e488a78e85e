"""Prints every address that stock Voila and JupyterLab would serve, as they are installed here: patterns, in JSON.

A program of its own, since both take over the process that they start in.
"""

import json

from jupyterlab.labapp import LabApp
from voila.app import Voila


class Listed(Voila):
    """Voila, all set up to serve, that serves nobody."""

    def listen(self):
        pass

    def stop(self):
        pass


def patterns(rules):
    for rule in rules:
        if hasattr(rule.matcher, "regex"):
            yield rule.matcher.regex.pattern
        elif hasattr(rule.target, "rules"):
            yield from patterns(rule.target.rules)


def served_by(app):
    return {*patterns(app.wildcard_router.rules), *patterns(app.default_router.rules)}


if __name__ == "__main__":
    voila = Listed()
    voila.initialize(["--no-browser", "notebooks"])
    voila.start()
    lab = LabApp.initialize_server(argv=["--no-browser", "--port=0", "--allow-root"])
    print(json.dumps(sorted(served_by(voila.app) | served_by(lab.web_app))))
