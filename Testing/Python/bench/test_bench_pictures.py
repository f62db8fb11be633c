"""Pictures are drawn from their recipes: turned as the convention says, with marks on the structures themselves."""

import numpy as np
import pytest
from made_cases import write_folder

from MISGroundLib.bench.cases import cut_slice, open_case
from MISGroundLib.bench.question_build import build_questions
from MISGroundLib.bench.question_file import Mark, read_questions
from MISGroundLib.bench.question_pictures import PictureMaker, Place, draw_marks
from MISGroundLib.bench.report import question_page
from MISGroundLib.errors import UserError
from MISGroundLib.greyvalues import CT_WINDOW_LEVEL
from MISGroundLib.slices import standard_grid, to_uint8


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    root = tmp_path_factory.mktemp("pictures")
    folder = write_folder(root / "torso")
    out = root / "q.jsonl"
    build_questions([folder], out)
    return out, list(read_questions(out)), open_case(folder)


@pytest.fixture(scope="module")
def maker(built):
    with PictureMaker(built[0]) as made:
        yield made


def of(questions, family, **levels):
    return [
        question
        for question in questions
        if question.family == family and all(getattr(question, name) == value for name, value in levels.items())
    ]


def colored(picture, color):
    red, _, blue = (picture[..., index].astype(int) for index in range(3))
    return red - blue > 60 if color == "red" else blue - red > 60


def test_an_unmarked_picture_is_the_slice_that_the_module_shows(built, maker):
    _, questions, case = built
    for plane in ("axial", "coronal", "sagittal"):
        question = of(questions, "localisation", plane=plane, convention="viewed")[0]
        (picture,) = maker.draw(question)
        grid = standard_grid(case.ijk_to_ras, case.shape_ijk, plane, question.pictures[0].position_mm)
        assert picture.shape == (grid.size_px[1], grid.size_px[0], 3) and picture.dtype == np.uint8
        # At voxel centres, so that the values are the voxels' own.
        columns, rows = np.meshgrid(*(np.arange(size) for size in grid.size_px))
        places = np.stack([columns, rows, 0 * rows, 1 + 0 * rows], axis=-1) @ grid.pixel_to_ras.T
        ijk = np.rint(places @ np.linalg.inv(case.ijk_to_ras).T).astype(int)
        grey = case.image().array.T[ijk[..., 0], ijk[..., 1], ijk[..., 2]]
        assert np.abs(picture[..., 0].astype(int) - to_uint8(grey, *CT_WINDOW_LEVEL)).max() <= 1


def test_conventions_mirror_and_the_liver_lies_as_said(built, maker):
    _, questions, _ = built
    seen = {}
    for convention in ("viewed", "ras"):
        for question in of(questions, "in-slice", plane="axial", visual_prompt="mask", convention=convention):
            if "liver" in question.structures:
                (picture,) = maker.draw(question)
                mark = next(one for one in question.pictures[0].marks if one.structure == "liver")
                columns = np.nonzero(colored(picture, "blue" if mark.letter == "Y" else "red"))[1]
                seen[convention] = columns.mean() / picture.shape[1]
                assert ("left is at image right" in question.text) == (convention == "viewed")
    # The liver is on the patient's right.
    assert seen["viewed"] < 0.45 and seen["ras"] > 0.55


def test_the_box_of_a_localisation_holds_the_structure_as_drawn(built, maker):
    _, questions, case = built
    met = 0
    for question in of(questions, "localisation"):
        if question.box_px is None:
            continue
        picture = question.pictures[0]
        cut = cut_slice(case, picture.plane, picture.position_mm)
        label = next(number for number, name in case.names.items() if name == question.structures[0])
        mask = cut.labels == label
        mask = mask[:, ::-1] if picture.convention == "ras" else mask
        rows, columns = np.nonzero(mask)
        assert question.box_px == (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
        (drawn,) = maker.draw(question)
        # Its own grey value, and nowhere else.
        assert len(np.unique(drawn[mask])) == 1 and mask.shape == drawn.shape[:2]
        met += 1
    assert met > 20


def test_blank_pictures_hold_marks_and_no_image_no_picture(built, maker):
    _, questions, _ = built
    for kind in ("mask", "box", "point", "label"):
        (picture,) = maker.draw(of(questions, "bare", visual_prompt=kind)[0])
        marked = colored(picture, "red") | colored(picture, "blue")
        assert colored(picture, "red").any() and colored(picture, "blue").any()
        assert (picture.max(axis=2) == 0).mean() > 0.7 and marked.any()
    question = of(questions, "no-image")[0]
    assert maker.draw(question) == []


def test_a_flipped_picture_marks_the_side_the_answer_says(built, maker):
    _, questions, _ = built
    for question in of(questions, "flipped", visual_prompt="point")[:24]:
        (picture,) = maker.draw(question)
        middles = {name: np.argwhere(colored(picture, name)).mean(axis=0) for name in ("red", "blue")}
        down, right = middles["red"] - middles["blue"]
        if question.direction in ("superior", "inferior", "anterior", "posterior") and question.plane != "sagittal":
            up = question.direction in ("superior", "anterior")
            assert (down < 0) == up, question
        elif question.plane != "sagittal":
            leftwards = question.direction == "left"
            assert (right > 0) == (leftwards == (question.convention == "viewed")), question


def test_frames_come_in_order_and_hold_one_mark_each(built, maker):
    _, questions, _ = built
    question = of(questions, "cross-slice", visual_prompt="mask")[0]
    pictures = maker.draw(question)
    assert len(pictures) == 4 == len(question.pictures)
    red = [colored(picture, "red").any() for picture in pictures]
    blue = [colored(picture, "blue").any() for picture in pictures]
    assert sum(red) == sum(blue) == 1 and red != blue
    positions = [picture.position_mm for picture in question.pictures]
    assert positions in (sorted(positions), sorted(positions)[::-1])


def test_drawing_twice_gives_the_same_pixels(built, maker):
    out, questions, _ = built
    sample = questions[:: max(1, len(questions) // 20)]
    first = [maker.draw(question) for question in sample]
    with PictureMaker(out) as other:
        for question, pictures in zip(sample, first, strict=True):
            assert all(np.array_equal(a, b) for a, b in zip(other.draw(question), pictures, strict=True))


def test_letters_stay_in_the_picture_and_apart():
    black = np.zeros((60, 60, 3), np.uint8)
    piece = np.zeros((60, 60), bool)
    piece[:20, :20] = True
    place = Place(piece, (0, 0, 20, 20), (10, 10))
    picture = draw_marks(black, [(Mark("box", "liver", "X"), place), (Mark("box", "spleen", "Y"), place)])
    red, blue = colored(picture, "red"), colored(picture, "blue")
    # Beyond the outlines, which coincide.
    assert red[21:, :].any() | red[:, 21:].any() and blue[21:, :].any() | blue[:, 21:].any()


def test_a_structure_that_is_not_in_the_slice_is_refused(built, maker):
    _, questions, _ = built
    from dataclasses import replace

    question = of(questions, "in-slice")[0]
    picture = replace(question.pictures[0], marks=(Mark("box", "gallbladder", "X"),))
    with pytest.raises(UserError, match="There is no gallbladder"):
        maker.draw(replace(question, pictures=(picture,)))


def test_a_page_holds_the_pictures_the_words_and_the_truth(built, maker):
    _, questions, _ = built
    for family in ("identification", "cross-slice", "no-image"):
        question = of(questions, family)[0]
        page = question_page(question, maker.draw(question))
        assert page.count("data:image/png;base64,") == len(question.pictures)
        assert question.id in page and "(right)" in page and "http" not in page
    found = next(question for question in of(questions, "localisation") if question.box_px)
    absent = next(question for question in of(questions, "localisation") if not question.box_px)
    assert "px (x0, y0, x1, y1)" in question_page(found, maker.draw(found))
    assert "<td>absent</td>" in question_page(absent, maker.draw(absent))
