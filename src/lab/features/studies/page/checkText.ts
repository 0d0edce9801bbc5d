/** Says whether a cell that was trained again has the published figures, and if not, why. */
import { inTurn } from '../reportText.ts';
import type { CellCheck } from '../model/shelf.ts';
import { studyWords } from '../words.ts';

/** `skills`: names of the study's skills. */
export function checkText(check: CellCheck, skills: readonly string[]): string {
	const { found: text } = studyWords.shelf;
	if (check.isSame) return text.same({ skills: skills.length });
	return inTurn(text.other({ skill: skills[check.skill], gap: gapText(check) }), causeText(check));
}

function gapText({ exact: [published, here], loss }: CellCheck): string {
	const { found: text } = studyWords.shelf;
	if (published !== null && here !== null && published !== here)
		return text.exact({ published: (100 * published).toFixed(1), here: (100 * here).toFixed(1) });
	const [publishedLoss, lossHere] = loss.map((value) => value.toPrecision(6));
	return text.loss({ published: publishedLoss, here: lossHere });
}

function causeText({ engines, backends, isSameExperiment }: CellCheck): string {
	const { found: text } = studyWords.shelf;
	const sides = <Value>([published, here]: readonly [Value, Value]) => ({ published, here });
	if (!isSameExperiment) return text.experiment;
	if (engines[0] !== engines[1]) return text.engine(sides(engines));
	if (backends[0] !== backends[1]) return text.backend(sides(backends));
	return text.device;
}
