"""What a browser has of a widget of the self-study."""

from iepkit.learning.study.widget import Study


class Heard(Study):
    """A widget whose messages are kept instead of sent to a browser."""

    def __init__(self, view, at):
        self.sent = []
        super().__init__(view, at)

    def send(self, content, buffers=None):  # noqa: ARG002
        self.sent.append(content)
