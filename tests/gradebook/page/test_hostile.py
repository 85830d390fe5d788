"""Nothing that a student can choose becomes more than text on the page."""

import copy
import random
import re

import pytest
from bleach._vendor import html5lib  # reads HTML as browsers do

from autograder.gradebook.page.text import words
from autograder.judge.verdict import Hint, Outcome

PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror=alert(1)&gt;'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<iframe srcdoc='<script>alert(1)</script>' src=javascript:alert(1)></iframe>",
    "<a href='javascript:alert(1)'>x</a><a href='java&#115;cript:alert(1)'>y</a><a href='data:text/html,x'>z</a>",
    "[x](javascript:alert(1)) ![x](javascript:alert(1)) <javascript:alert(1)>",
    "<form action=//evil.example><button formaction=javascript:alert(1)>x</button><input autofocus onfocus=alert(1)>",
    "<meta http-equiv=refresh content='0;url=//evil.example'><base href=//evil.example>",
    "<link rel=stylesheet href=//evil.example><link rel=import href=//evil.example>",
    "<style>body{display:none}</style><b style='background:url(//evil.example)' class='verdict passed'>x</b>",
    "<img src=//evil.example/a.png srcset='//evil.example 2x'><video src=//evil.example poster=//evil.example></video>",
    "<object data=//evil.example></object><embed src=//evil.example><template><script>alert(1)</script></template>",
    "<details ontoggle=alert(1) open><summary>x</summary></details><marquee onstart=alert(1)>x</marquee>",
    "</pre></code></td></table></section></main></body></html><script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>{{ 7 * 7 }}{% raw %}${7*7}",
    "<textarea></textarea><title></title><xmp><script>alert(1)</script></xmp><plaintext>",
    "<!--><img src=x onerror=alert(1)>--><![CDATA[<img src=x onerror=alert(1)>]]><?php x ?>",
    "$\\text{</math><img src=x onerror=alert(1)>}$ $$\\href{javascript:alert(1)}{x}$$ \ue0000\ue001 \ue00099\ue001",
    "<b title='$<img src=x onerror=alert(1)>$' id=page-points name=tests>x</b> [a](b 'c\" onclick=\"alert(1)')",
    "```<script>alert(1)</script>\nx\n```\n```mermaid\n</pre><script>alert(1)</script>\n```",
    "\x1b[31m<script>alert(1)</script>\x1b]8;;javascript:alert(1)\x07x\x1b]8;;\x07 \u202e \ud800 \x00",
]
ALL = "\n\n".join(PAYLOADS)

ELEMENTS = words(
    "html head body header nav main section meta title style h1 h2 h3 h4 h5 h6 p a abbr table caption thead tbody "
    "tfoot tr th td ul ol li dl dt dd span div pre code details summary figure img em strong b i s u br hr mark small "
    "blockquote tt math mrow mi mn mo mtext mspace msup msub mfrac mstyle"
)
ATTRIBUTES = words(
    "charset http-equiv content name lang id class href rel scope tabindex role src alt title type open "
    "aria-label aria-labelledby aria-hidden"
)


def walk(page):
    for element in html5lib.parse(page.html, namespaceHTMLElements=False).iter():
        if isinstance(element.tag, str):
            yield element.tag.rpartition("}")[2], element.attrib


def assert_harmless(page):
    seen = {"style": 0, "title": 0, "meta": 0, "body": 0}
    for tag, attributes in walk(page):
        assert tag in ELEMENTS, tag
        if tag in seen:
            seen[tag] += 1
        for name, value in attributes.items():
            if tag in ("math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mstyle", "mfrac"):
                assert re.fullmatch(r"[\w.%+ -]*", value), (tag, name, value)
                continue
            assert name in ATTRIBUTES, (tag, name, value)
            if name == "href":
                assert re.match(r"(https?://|mailto:|#)", value), value
            if name == "src":
                assert re.match(r"data:image/(png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/=]+$", value), value
    assert seen == {"style": 1, "title": 1, "meta": 5, "body": 1}
    assert "\x1b" not in page.html
    assert "\x00" not in page.html
    page.html.encode("utf-8")


def everywhere(make, text):
    """A notebook with `text` in every place that a page shows."""
    verdict = make.verdict(
        make.result(text, Outcome.FAILED, 1, text, name=text),
        hints=[Hint(text, text, text).__dict__.values()],
    )
    data = {"text/html": text, "text/markdown": text, "image/png": text, "image/svg+xml": text, "text/latex": text}
    each = [make.display(**{kind.replace("/", "__"): text}) for kind in (*data, "text/plain", "application/javascript")]
    picture = make.display(image__png=make.PNG)
    picture.metadata = {"image/png": {"alt": text, "width": text}, "alt": text}
    outputs = [
        *each,
        picture,
        make.display(svg=f"<svg xmlns='http://www.w3.org/2000/svg'>{text}</svg>"),
        make.display(**{text: text}),
        make.printed(text),
        make.printed(text, "stderr"),
        make.raised(text, text, [text, f"Cell In[1], line 1\n----> 1 {text}"]),
    ]
    prose = make.prose(text, title=text)
    prose.attachments = {text: {text: text, "image/png": text}}
    return [
        prose,
        make.prose(f"# {text}"),
        make.answer(text, copy.deepcopy(outputs), text, comment=text, locked=text),
        make.written(text, text, points=2, score=1, comment=text),
        make.tests(verdict, text),
        make.graded(copy.deepcopy(outputs), "tests", text, points=1, score=text),
        make.setup(text, copy.deepcopy(outputs), text),
    ]


@pytest.mark.parametrize("payload", [*PAYLOADS, ALL])
def test_hostile_text_in_every_place_stays_text(render, make, payload):
    about = {"assignment": payload, "notebook": payload, "student": payload, "score": 1, "max_score": 2}
    metadata = {"language_info": {"name": payload}, "title": payload}
    assert_harmless(render(*everywhere(make, payload), about=about, metadata=metadata))


def test_pieces_of_html_and_markdown_in_any_order_stay_harmless(render, make):
    draw = random.Random(20)
    pieces = re.findall(r"</?\w+|[\w-]+=|.", ALL, re.S)
    texts = [
        "".join(draw.choices([*pieces, "<", ">", "'", '"', "&lt;", "\n\n", "$", "`", "|"], k=60)) for _ in range(400)
    ]
    shown = [make.answer(outputs=[make.display(text__html=text) for text in texts])]
    assert_harmless(render(*map(make.prose, texts), *shown))


def test_what_was_written_is_still_to_be_read(render, make):
    text = PAYLOADS[1]
    message = make.verdict(make.result(outcome=Outcome.FAILED, message=text))
    page = render(make.answer("", [make.printed(text), make.raised(evalue=text)], comment=text), make.tests(message))
    assert page.text.count(text) == 3
    assert page.soup.select_one(".comment").get_text().strip() == "Comment[picture]"


def test_tags_that_html_does_not_know_are_text_in_prose(render, make):
    assert "a List<T> of x<y and y>z" in render(make.prose("a List<T> of x<y and y>z")).text


def test_a_class_of_the_page_cannot_be_borrowed(render, make):
    page = render(make.prose("<div class='graded hint verdict k'><b class='mark'>✔</b> passed</div>"))
    assert [element["class"] for element in page.soup.select("main .prose [class]")] == [["k"]]


def test_the_policy_allows_no_script_and_nothing_from_elsewhere(render):
    policy = render().soup.select_one("meta[http-equiv=Content-Security-Policy]")["content"]
    assert policy.split("; ")[0] == "default-src 'none'"
    assert "script" not in policy
    assert set(re.findall(r"(\w+:|'[\w-]+')", policy)) == {"'none'", "'unsafe-inline'", "data:"}


@pytest.mark.parametrize(
    "text",
    [
        5_000 * "[",
        2_000 * "*a",
        5_000 * "<b>",
        3_000 * "> ",
        5_000 * "`",
        1_000 * "\\begin{a}",
        2_000 * "$$x",
        500 * "- ",
    ],
    ids=lambda text: text[:8],
)
def test_text_that_is_hard_to_read_costs_no_page(render, make, text):
    page = render(make.prose(text), make.answer(outputs=[make.display(text__html=text)]), make.tests())
    assert_harmless(page)
    assert page.soup.select(".verdict")
