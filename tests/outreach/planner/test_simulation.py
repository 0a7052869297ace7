"""The simulation: three campaigns of it, and that the dice are the same whoever plans."""

from outreach.planner.simulation import a_world, campaign, largest, learning, main


def test_three_campaigns_are_told_with_mean_spread_and_worst():
    first, plain, near, seconds = main(["--campaigns", "3", "--seed", "2"])
    assert first.startswith("3 campaigns, seed 2: ")
    for line in (plain, near):
        assert "mean ×" in line
        assert "worst ×" in line
        assert "of 3 campaigns" in line
    assert seconds.endswith(" s")


def test_a_campaign_is_the_same_every_time():
    assert a_world(7) == a_world(7)
    assert campaign(11, learning()) == campaign(11, learning())


def test_nobody_records_more_than_there_are():
    world = a_world(11)
    people = sum(one.left for one in world.spots.values()) * 2
    for planner in (learning(), largest(near=False), largest(near=True)):
        assert 0 < campaign(11, planner) < people
