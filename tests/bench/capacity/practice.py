"""What teachers, location managers and social workers do in a week. Assumptions, each on the careful side."""

from dataclasses import dataclass, replace

from tests.bench.capacity.product import LOOK_EVERY

SLOT = 45 * 60  # seconds; lessons of a Monday afternoon follow each other
SLOTS = 5  # 13:00 to 16:45
BUSY = 600  # seconds around the end of a lesson in which nearly everybody writes
AGAIN = 120  # seconds in which who found no page looks for it again


@dataclass(frozen=True)
class Practice:
    """`teaching`: the part of the teachers with a lesson in the same slot on Monday afternoon. `at_once`: the part of
    the notes that is written in the ten minutes around the end of a lesson. Per lesson: `notes`, `pages` a teacher
    opens, `watched` lessons that ask an answer. Per note: `shared`, and `pages_shared` opened because of it.
    `alarmed`: the part of the locations where an alarm stands open, all at one moment; `watching`: screens at each."""

    teachers: int = 5_000
    teaching: float = 0.6
    at_once: float = 0.8
    lessons_a_week: int = 10
    weeks_a_year: int = 40
    groups: int = 4
    children: int = 12
    notes: float = 1.5
    pages: float = 4
    watched: float = 0.2
    shared: float = 0.15
    pages_shared: float = 8
    teachers_a_location: int = 8
    alarmed: float = 0.01
    watching: int = 3

    def times(self, factor: int) -> "Practice":
        """The same for more teachers."""
        return replace(self, teachers=self.teachers * factor)

    @property
    def locations(self) -> float:
        """Places where lessons are given."""
        return self.teachers / self.teachers_a_location

    @property
    def lessons_ending(self) -> float:
        """Lessons that end at the same moment."""
        return self.teachers * self.teaching

    @property
    def notes_in_slot(self) -> float:
        """Notes about the lessons of one slot, in the busy ten minutes or not."""
        return self.lessons_ending * self.notes

    @property
    def pages_in_slot(self) -> float:
        """Pages around the lessons of one slot: of teachers, and of who gets a report."""
        return self.lessons_ending * self.pages + self.notes_in_slot * self.shared * self.pages_shared

    @property
    def reminders_at_once(self) -> float:
        """Reminders that come due together when the lessons end."""
        return self.lessons_ending * self.watched

    @property
    def screens(self) -> float:
        """Live screens of alarms that are open at once."""
        return self.locations * self.alarmed * self.watching

    @property
    def looks(self) -> float:
        """Times a second that one of these screens looks again."""
        return self.screens / LOOK_EVERY

    @property
    def lessons_a_year(self) -> int:
        """Lessons given."""
        return self.teachers * self.lessons_a_week * self.weeks_a_year
