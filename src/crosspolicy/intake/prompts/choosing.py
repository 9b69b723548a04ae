"""What somebody is choosing from a list: the line pointed at, what is ticked, what is typed."""

from questionary.prompts.common import InquirerControl

from crosspolicy.intake.prompts.leaving import Wrong
from crosspolicy.intake.prompts.meaning import is_whole, matching, may_go_on, meant, split
from crosspolicy.intake.prompts.sheet import Sheet


class Choosing:
    """A list with what is typed at it. A refused ``text`` stays to be seen; what is typed next replaces it."""

    def __init__(self, sheet: Sheet, control: InquirerControl, text: str) -> None:
        self.sheet = sheet
        self.control = control
        self.text = text
        self.message = ""

    def type(self, more: str) -> None:
        """Add to what is typed, and point at the first option that it may mean."""
        self.text = more.lstrip() if self.message or not self.text else self.text + more
        self.message = ""
        self._point()

    def take_back(self) -> None:
        """Take back the last character typed."""
        self.text, self.message = self.text[:-1], ""
        self._point()

    def clear(self) -> None:
        """Take back all that is typed."""
        self.text = self.message = ""

    def move(self, step: int) -> None:
        """Point at the next line, or at the one before; the pointer then stands for the answer."""
        self.clear()
        self.control.pointed_at = (self.control.pointed_at + step) % len(self.sheet.options)

    def _point(self) -> None:
        if found := matching(self.sheet.options, self.text):
            self.control.pointed_at = self.sheet.options.index(found[0])


class Picking(Choosing):
    """Choosing one option."""

    def answer(self) -> str | None:
        """Return the value that is typed, or else pointed at; None, with a message, where what is typed means none."""
        try:
            if self.text.strip():
                return meant(self.sheet.options, self.text).value
        except Wrong as wrong:
            self.message = str(wrong.message)
            return None
        return self.sheet.options[self.control.pointed_at].value


class Ticking(Choosing):
    """Choosing any number of options."""

    @property
    def ticked(self) -> list[str]:
        """The values that are ticked, in the order of the list."""
        return [option.value for option in self.sheet.options if option.value in self.control.selected_options]

    def toggle(self, place: int) -> None:
        """Tick the option at a place of the list, or take the tick away."""
        value, chosen = self.sheet.options[place].value, self.control.selected_options
        chosen.remove(value) if value in chosen else chosen.append(value)
        self.control.pointed_at = place
        self.message = ""

    def space(self) -> None:
        """Tick what is typed, or else the line pointed at; a blank within a name is part of what is typed."""
        options = self.sheet.options
        if not self.text.strip():
            self.toggle(self.control.pointed_at)
        elif not self.message and not is_whole(options, self.text) and may_go_on(options, self.text + " "):
            self.type(" ")
        else:
            self._take_typed()

    def answer(self) -> list[str] | None:
        """Return the values that are ticked, with what is typed; None, with a message, where it cannot be taken."""
        if not self._take_typed():
            return None
        try:
            self.sheet.read(self.ticked)
        except Wrong as wrong:
            self.message = str(wrong.message)
            return None
        return self.ticked

    def _take_typed(self) -> bool:
        """Tick every option that is typed, or none and say why."""
        try:
            found = [meant(self.sheet.options, text) for text in split(self.text)]
        except Wrong as wrong:
            self.message = str(wrong.message)
            return False
        chosen = self.control.selected_options
        chosen.extend(option.value for option in found if option.value not in chosen)
        self.clear()
        return True
