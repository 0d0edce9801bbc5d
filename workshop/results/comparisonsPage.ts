/** Writes docs/guide/comparisons.md: what each study's file compares, as a table. */
import { margin } from '../../src/lab/study/pairedTests.ts';
import { countCells } from '../../src/lab/study/factors.ts';
import { formatMarkdown, markdownTable as table } from '../../scripts/lib/markdown.ts';
import { publishedStudy, studyNames } from '../../scripts/lib/shelf/published.ts';
import { isShownElsewhere, namedGaps, unitOf, wholeBlocks } from './answers.ts';
import { changesParts } from './online.ts';
import { amount, verdictWords } from './points.ts';

export const comparisonsFile = 'docs/guide/comparisons.md';

function studyPart(name: string): string[] {
	const published = publishedStudy(name);
	const gaps = isShownElsewhere.has(name) ? [] : namedGaps(published);
	if (gaps.length === 0) return [];
	const { study, results } = published;
	const { skills } = study.experiment;
	const unit = unitOf(published);
	const whole = wholeBlocks(published).results.length;
	const planned = countCells(study);
	const within = (study.analysis?.['margin'] ?? (unit === 'share' ? margin : null)) as
		number | null;
	return [
		`## ${study.title}`,
		study.about,
		`\`studies/${name}.json\`, ${results.length} of ${planned} runs` +
			(results.length < planned ? `, ${whole} of them in whole blocks, which count here` : '') +
			'. ' +
			`${unit === 'nats' ? 'Nats of held-out loss: lower is better' : 'Points'}; ` +
			(within === null
				? 'no margin of equivalence.'
				: `equivalent within ${amountOf(within, unit)}.`),
		table(
			['mix − against', unit === 'nats' ? 'nats' : 'points', 'verdict'],
			gaps.map(({ policy, against, skills: judged, gap }) => [
				`${policy} − ${against}${judged.length === 1 ? `, ${skills[judged[0]].name}` : ''}`,
				amount(gap, unit),
				verdictWords(gap, unit),
			]),
		),
	];
}

const amountOf = (within: number, unit: 'share' | 'nats'): string =>
	unit === 'nats' ? `${within} nats` : `${100 * within} points`;

export async function comparisonsPage(): Promise<string> {
	const parts = [
		'# Comparisons',
		'What the files of the [studies](results.md) compare, by the labels in them, after the last ' +
			'update. ± is the 95 % interval. It covers draws and prompts, of ' +
			'nats draws alone, and is of the mean over skills where none is named. A draw is a base where a study has several of one size, else a pair of ' +
			'runs. Verdicts hold after Holm’s correction over the table. What could be detected is at ' +
			'80 % power. What a study expected before its first run stands in its file.',
		...changesParts(),
		...studyNames.flatMap(studyPart),
		'`npm run --prefix workshop results` writes this page.',
	];
	return formatMarkdown(parts.join('\n\n'), comparisonsFile);
}
