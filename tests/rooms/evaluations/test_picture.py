"""The small picture of what the watches showed."""

from datetime import date

from klankbord.rooms.evaluations.picture import draw

MONDAY, TUESDAY, WEDNESDAY = (date(2026, 10, day) for day in (5, 6, 7))


def test_better_stands_above_the_same_above_more_worrying_in_the_order_of_the_days():
    picture = draw([(WEDNESDAY, "better"), (MONDAY, "worse"), (TUESDAY, "same")], 2)
    assert [dot.day for dot in picture.dots] == [MONDAY, TUESDAY, WEDNESDAY]
    assert picture.dots[2].y < picture.dots[1].y < picture.dots[0].y
    assert picture.dots[0].x < picture.dots[1].x < picture.dots[2].x
    assert picture.good == 2


def test_a_lesson_without_the_child_is_no_dot_and_one_lesson_is_no_line_to_nowhere():
    picture = draw([(MONDAY, "not_seen"), (TUESDAY, "same")], 0)
    assert len(picture.dots) == 1
    assert draw([], 0).line == ""
