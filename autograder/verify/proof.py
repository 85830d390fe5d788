"""The proof of one assignment: its right answers, misconceptions and mutants against its tests."""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from autograder.course.answers import Answer, read_answers
from autograder.course.cells import Kind, Script
from autograder.course.diagnosable import misconception_of, source_with, sources_with
from autograder.course.equivalents import read_equivalents
from autograder.course.reach import tests_of
from autograder.course.shown import copied_answers
from autograder.exercise.points import DEFAULT_SECONDS
from autograder.judge.declared import mark_of, test_functions
from autograder.judge.diagnose import Misconception, diagnose
from autograder.judge.remote.trials import Terms, Trial, Tried
from autograder.judge.transcript import alike
from autograder.verify.bench import Bench, Ground
from autograder.verify.finding import KILLED, TIME, Finding
from autograder.verify.mutants import Mutant, mutants_of

#: Seconds that a mutant's test may compute: more than any right answer takes.
MUTANT_SECONDS = 10.0
#: A test that took too long is timed again so often: the machine may have been busy.
AGAIN = 3
#: Threads of torch, and type of new tensors, by turns.
VARIANTS = ((1, "float32"), (2, "float32"), (1, "float64"), (4, "float64"))


@dataclass(frozen=True)
class Plan:
    """How much is tried: `repeats` gradings of right answers, and at most so many `mutants` (None: all).

    If not `thorough`, each answer meets the tests of its own exercise and those that it loses, once, and a mutant is
    dropped at the first test that it loses.
    """

    repeats: int = 200
    mutants: int | None = None
    thorough: bool = True


FULL = Plan()
QUICK = Plan(repeats=4, mutants=40, thorough=False)


class Proof:
    """Proves one assignment on a bench; `say` is told of each step."""

    def __init__(self, script: Script, bench: Bench, plan: Plan, say: Callable[[str], None]) -> None:
        self._script, self._bench, self._plan, self._say = script, bench, plan, say
        self._ground = Ground(script.path)
        self._specs = {spec.name: spec for cell in script.of(Kind.TEST) for spec in cell.tests()}
        self._tests = frozenset(self._specs)
        self._limits = _limits(script)
        self.finding = Finding(script.name, tests=len(self._tests))

    def run(self) -> Finding:
        """All steps; the finding."""
        began = time.monotonic()
        answers = read_answers(self._script)
        trials = [Trial(source_with(self._script, answer), self._meets(answer)) for answer in answers]
        reference = Trial("", self._tests)
        self._say(f"{len(answers)} answers")
        tried = self._bench.try_all(self._ground, [reference, *trials], Terms())
        self._accepts([("the reference", reference, tried[0])])
        right = [(a.label, trial, got) for a, trial, got in zip(answers, trials, tried[1:], strict=True) if a.is_right]
        self.finding.right = len(right)
        self._accepts(right)
        self._refuses_the_stub()
        self._shows_no_answer()
        wrong = [(a, trial, got) for a, trial, got in zip(answers, trials, tried[1:], strict=True) if not a.is_right]
        known = self._knows(wrong)
        self._kills(known)
        self._is_stable([answer for answer in answers if answer.is_right])
        self._is_quick([("the reference", reference, tried[0]), *right])
        self.finding.seconds = time.monotonic() - began
        return self.finding

    def _touched(self, target: str) -> frozenset[str]:
        return frozenset(tests_of(self._script, target))

    def _meets(self, answer: Answer) -> frozenset[str]:
        touched = self._touched(answer.target)
        if self._plan.thorough:
            return touched
        return touched & (misconception_of(self._script, answer).exercise | set(answer.loses))

    def _problem(self, sentence: str) -> None:
        self.finding.problems.append(sentence)

    def _accepts(self, right: Sequence[tuple[str, Trial, Tried]]) -> None:
        """Step 1: what is right passes every test."""
        for label, trial, tried in right:
            for name in sorted(trial.tests):
                result = tried.results.get(name)
                if result is None or not result.earned:
                    said = f" ({result.outcome.value}: {result.message})" if result else ""
                    self._problem(f"{label} is right and loses {name}{said}")

    def _refuses_the_stub(self) -> None:
        (tried,) = self._bench.try_all(replace(self._ground, stub=True), [Trial("", self._tests)], Terms())
        for name in sorted(self._tests - tried.lost()):
            self._problem(f"the untouched stub passes {name}")

    def _shows_no_answer(self) -> None:
        """Nor does a function that the notebook itself shows pass for an answer: a student could copy it."""
        copied = copied_answers(self._script)
        exercises = {cell.name: frozenset(spec.name for spec in cell.tests()) for cell in self._script.of(Kind.TEST)}
        trials = [Trial(one.source, exercises[one.exercise]) for one in copied]
        tried = self._bench.try_all(self._ground, trials, Terms(MUTANT_SECONDS, first_loss=True))
        for one, got in zip(copied, tried, strict=True):
            if not got.lost():
                what = f"`{one.helper}`, which the notebook shows, passes for `{one.target}`"
                self._problem(f"{what}: put it among the hidden tests")

    def _knows(self, wrong: Sequence[tuple[Answer, Trial, Tried]]) -> list[tuple[Misconception, Tried]]:
        """Step 2: each misconception loses what it names, and its diagnosis is itself."""
        self.finding.misconceptions = len(wrong)
        for answer, _, tried in wrong:
            for name in sorted(tried.lost() - set(answer.loses)):
                self._problem(f"{answer.label} loses {name} ({tried.results[name].message}), which it does not name")
            for name in sorted(set(answer.loses) - tried.lost()):
                self._problem(f"{answer.label} passes {name}, which it should lose")
        known = [(misconception_of(self._script, answer), tried) for answer, _, tried in wrong]
        self._say(f"diagnosis of {len(known)} misconceptions")
        again = [tried for _, _, tried in reversed(wrong)]
        if self._plan.thorough:
            again = self._bench.try_all(self._ground, [trial for _, trial, _ in reversed(wrong)], Terms())
        for (answer, _, _), tried in zip(wrong, reversed(again), strict=True):
            named = self._diagnose(tried, known)
            self.finding.named_itself += any(_label(one) == answer.label for one in named)
            others = [_label(one) for one in named if _label(one) != answer.label]
            self.finding.named_other += bool(others)
            if len(named) != 1 or others:
                said = " and ".join(_label(one) for one in named) or "nothing, for another gives the same answers"
                self._problem(f"{answer.label} is diagnosed as {said}{self._twins(answer, known)}")
        return known

    @staticmethod
    def _diagnose(tried: Tried, known: list[tuple[Misconception, Tried]]) -> list[Misconception]:
        return diagnose(tried.lost(), tried.transcripts, {one: theirs.transcripts for one, theirs in known})

    @staticmethod
    def _twins(answer: Answer, known: list[tuple[Misconception, Tried]]) -> str:
        mine = next(theirs for one, theirs in known if _label(one) == answer.label)
        same = [
            _label(one)
            for one, theirs in known
            if one.loses == set(answer.loses)
            and _label(one) != answer.label
            and all(alike(mine.transcripts.get(name), theirs.transcripts.get(name)) for name in one.loses)
        ]
        return f" ({', '.join(same)})" if same else ""

    def _kills(self, known: list[tuple[Misconception, Tried]]) -> None:
        """Step 3: the hidden tests kill nearly every mutant, and each survivor is known to be none."""
        reasons = read_equivalents(self._script)
        graded = {cell.name for cell in self._script.of(Kind.TEST)}
        cells = [cell for cell in self._script.of(Kind.SOLUTION) if cell.name in graded]
        mutants = [mutant for cell in cells for mutant in mutants_of(cell)]
        for label in sorted(reasons.keys() - {mutant.label for mutant in mutants}):
            self._problem(f"the answers list an equivalent that is no mutant (any more): {label}")
        if self._plan.mutants is not None and len(mutants) > self._plan.mutants:
            mutants = random.Random(self._script.name).sample(mutants, self._plan.mutants)
        self._say(f"{len(mutants)} mutants")
        terms = Terms(MUTANT_SECONDS, first_loss=not self._plan.thorough)
        trials = [Trial(mutant.source, self._touched(mutant.function)) for mutant in mutants]
        tried = self._bench.try_all(self._ground, trials, terms)
        finding = self.finding
        finding.mutants = len(mutants)
        for mutant, got in zip(mutants, tried, strict=True):
            lost = got.lost()
            killed = any(self._specs[name].hidden for name in lost)
            finding.killed += killed
            if mutant.label in reasons:
                finding.equivalent += not killed
                if lost:
                    self._problem(f"{mutant.label} is called equivalent and loses {', '.join(sorted(lost))}")
            elif not lost:
                finding.survivors.append(mutant.label)
        if finding.rate < KILLED:
            self._problem(f"the hidden tests kill {finding.rate:.1%} of the mutants; at least {KILLED:.0%} are asked")
        for label in finding.survivors:
            self._problem(f"a mutant survives: {label}")
        if not terms.first_loss:
            self._diagnoses_mutants(list(zip(mutants, tried, strict=True)), known)

    def _diagnoses_mutants(self, mutants: list[tuple[Mutant, Tried]], known: list[tuple[Misconception, Tried]]) -> None:
        """A mutant that is called a misconception must be it with other random numbers, too."""
        named = [(mutant, one) for mutant, tried in mutants for one in self._diagnose(tried, known)]
        trials = [Trial(source, one.loses, seed=1) for mutant, one in named for source in (mutant.source, one.source)]
        tried = self._bench.try_all(self._ground, trials, Terms(MUTANT_SECONDS))
        self.finding.mutants_named = len(named)
        for (mutant, one), its, theirs in zip(named, tried[::2], tried[1::2], strict=True):
            if not alike([*its.transcripts.items()], [*theirs.transcripts.items()]):
                self.finding.mutants_misnamed.append(f"{mutant.label} is called {_label(one)}")

    def _mixed(self, right: Sequence[Answer], turn: int) -> tuple[str, Trial]:
        """Right answers by several people, one to each exercise; each has its turn, in changing company."""
        draw = random.Random(self._script.name)
        chosen = []
        for target in sorted({answer.target for answer in right}):
            mine = [answer for answer in right if answer.target == target]
            rounds, place = divmod(turn, len(mine))
            for _ in range(rounds + 1):
                draw.shuffle(mine)
            chosen.append(mine[place])
        label = "the mixture of " + " and ".join(answer.label for answer in chosen) if chosen else "the reference"
        return label, Trial(sources_with(self._script, chosen), self._tests)

    def _is_stable(self, right: Sequence[Answer]) -> None:
        """Step 4: no seed, number of threads or type of tensors changes the grade of what is right.

        The reference and a notebook of right answers are graded so often as the plan says.
        """
        double = replace(self._ground, dtype="float64")
        (found,) = self._bench.try_all(double, [Trial("", self._tests)], Terms())
        in_double = self._tests - found.lost()
        self.finding.tests_in_double = len(in_double)
        self._say(f"{self._plan.repeats} gradings of the reference, and of mixtures of right answers")
        begun = []
        for number, (threads, dtype) in enumerate(VARIANTS):
            labels, trials = [], []
            for seed in range(number + 1, self._plan.repeats + 1, len(VARIANTS)):
                for label, trial in [("the reference", Trial("", self._tests)), self._mixed(right, seed)]:
                    tests = trial.tests & in_double if dtype == "float64" else trial.tests
                    labels.append(f"{label}, seed {seed}, {threads} threads, {dtype},")
                    trials.append(Trial(trial.source, tests, seed))
            ground = replace(self._ground, threads=threads, dtype=dtype)
            begun.append((labels, trials, self._bench.begin(ground, trials, Terms())))
        for labels, trials, futures in begun:
            tried = self._bench.end(futures)
            self.finding.gradings += len(tried)
            self._accepts(list(zip(labels, trials, tried, strict=True)))

    def _is_quick(self, right: Sequence[tuple[str, Trial, Tried]]) -> None:
        """Step 5: no test of a right answer takes more than a part of its limit."""
        for label, trial, tried in right:
            for name, seconds in tried.seconds.items():
                allowed = TIME * self._limits[name]
                for _ in range(AGAIN):
                    if seconds <= allowed:
                        break
                    once = replace(trial, tests=frozenset([name]))
                    (more,) = self._bench.try_all(self._ground, [once], Terms())
                    seconds = min(seconds, more.seconds.get(name, seconds))
                self.finding.slowest = max(self.finding.slowest, seconds / self._limits[name])
                if seconds > allowed:
                    limit = self._limits[name]
                    self._problem(f"{name} takes {seconds:.1f} s for {label}: more than a third of its {limit:g} s")


def _label(one: Misconception) -> str:
    return f"{one.function}: {one.name}"


def _limits(script: Script) -> dict[str, float]:
    marks = {test.name: mark_of(test) for cell in script.of(Kind.TEST) for test in test_functions(cell.tree)}
    return {name: mark.seconds if mark else DEFAULT_SECONDS for name, mark in marks.items()}
