"""Scripts that were made one, in the browser."""

from iepkit import scripts


def test_what_is_private_to_a_file_stays_so(tmp_path, monkeypatch, phone):
    monkeypatch.setattr(scripts, "STATIC", tmp_path)
    (tmp_path / "rules").mkdir()
    (tmp_path / "one.js").write_text(
        'import { said } from "./rules/two.js";\nconst hidden = 1;\nwindow.heard = [hidden, said()];\n'
    )
    (tmp_path / "rules/two.js").write_text(
        'import { three } from "../three.js";\nconst hidden = 2;\nexport function said() {\n  return hidden + three;\n}\n'
    )
    (tmp_path / "three.js").write_text("const hidden = 3;\nexport const three = hidden;\n")
    page = phone().page
    page.set_content(f"<script type=module>{scripts.one_script('one.js')}</script>")
    assert page.evaluate("heard") == [1, 5]
