/** Two small pictures below the lead figure. Each is left out while its study has no cells. */
import { mean } from '../../src/engine/core/statistics.ts';
import { fixed, withSign } from '../../src/languages/format.ts';
import { storedText } from '../../src/languages/language.ts';
import { isFar, placeLabels } from '../../src/lab/page/charts/text.ts';
import { meanScore } from './intervals.ts';
import { listsByKey } from '../../src/engine/core/listsByKey.ts';
import type { CellResult } from '../../src/lab/study/result.ts';
import { domainSkills, pairsOf } from './comparisons.ts';
import {
	studyNames,
	publishedStudy,
	type PublishedStudy,
} from '../../scripts/lib/shelf/published.ts';
import { blue, element, line, orange, quiet, text } from './svg.ts';

export interface SmallPoint {
	readonly label: string;
	/** In points of right answers. */
	readonly x: number;
	readonly y: number;
	readonly isControl: boolean;
}

export interface SmallPicture {
	readonly title: string;
	readonly xTitle: string;
	readonly yTitle: string;
	readonly points: readonly SmallPoint[];
}

const lastStep = ({ study }: PublishedStudy): number => study.experiment.steps;

const scoreOf = (study: PublishedStudy, cells: readonly CellResult[], skills: readonly number[]) =>
	100 * mean(cells.map((cell) => meanScore(cell, lastStep(study), skills) ?? NaN));

const findStudy = (name: string): PublishedStudy | null => {
	const study = studyNames.includes(name) ? publishedStudy(name) : null;
	return study && study.results.length > 0 ? study : null;
};

const skillIndex = ({ study }: PublishedStudy, id: string): number =>
	study.experiment.skills.findIndex((skill) => skill.id === id);

/** Gain of the target against the change of the other skills. */
function targetAgainstCost(): SmallPicture | null {
	const study = findStudy('mospec');
	if (!study) return null;
	const target = skillIndex(study, study.study.target!);
	const others = domainSkills(study).filter((skill) => skill !== target);
	const [reference] = study.study.policies;
	const points = study.study.policies.slice(1).flatMap(({ label, meanOf }): SmallPoint[] => {
		const pairs = pairsOf(study, label, reference.label);
		if (pairs.length === 0) return [];
		const gap = (skills: readonly number[]) =>
			scoreOf(
				study,
				pairs.map(([cell]) => cell),
				skills,
			) -
			scoreOf(
				study,
				pairs.map(([, other]) => other),
				skills,
			);
		const factor = /×\s*\d+/.exec(label)?.[0] ?? label;
		return [{ label: factor, x: gap(others), y: gap([target]), isControl: meanOf !== undefined }];
	});
	const name = study.study.experiment.skills[target].name;
	return {
		title: 'One skill against the others',
		xTitle: 'the other seven, points',
		yTitle: `${name}, points; ○ its mean mix, held`,
		points,
	};
}

/** General stories against the average of the skills, by the share of general text. */
function forgetting(): SmallPicture | null {
	const study = findStudy('forgetting');
	if (!study) return null;
	const general = skillIndex(study, study.study.groups.general[0]);
	const groups = listsByKey(study.results, ({ factors }) => Number(factors.domainShare));
	const points = [...groups].map(([share, cells]): SmallPoint => ({
		label: `${fixed(100 * (1 - share), 0)} %`,
		x: scoreOf(study, cells, [general]),
		y: scoreOf(study, cells, domainSkills(study)),
		isControl: false,
	}));
	return {
		title: 'General text in the mix',
		xTitle: 'general stories, % right',
		yTitle: 'eight skills, % right',
		points,
	};
}

export const smallPictures = (): SmallPicture[] =>
	[targetAgainstCost(), forgetting()].flatMap((each) =>
		each && each.points.length > 1 ? [each] : [],
	);

const width = 236;
const height = 196;
export const smallHeight = height;

/** `left`, `top`: the corner of the picture. */
export function drawSmall(
	{ title, xTitle, yTitle, points }: SmallPicture,
	left: number,
	top: number,
): string[] {
	const [x, y] = (['x', 'y'] as const).map((axis) => range(points.map((point) => point[axis])));
	const area = { left: left + 34, right: left + width - 34, top: top + 42, bottom: top + 150 };
	const toX = (value: number) =>
		area.left + ((value - x.low) / (x.high - x.low)) * (area.right - area.left);
	const toY = (value: number) =>
		area.bottom - ((value - y.low) / (y.high - y.low)) * (area.bottom - area.top);
	const small = { 'font-size': 11 };
	return [
		text(title, left + 12, top + 14, { 'font-weight': 600 }),
		line([area.left, area.bottom], [area.right, area.bottom], { stroke: quiet }),
		line([area.left, area.bottom], [area.left, area.top], { stroke: quiet }),
		...[x.low, x.high].map((tick) =>
			text(tickText(tick), toX(tick), area.bottom + 14, { ...small, 'text-anchor': 'middle' }),
		),
		...[y.low, y.high].map((tick) =>
			text(tickText(tick), area.left - 5, toY(tick) + 4, { ...small, 'text-anchor': 'end' }),
		),
		text(xTitle, (area.left + area.right) / 2, area.bottom + 30, {
			...small,
			fill: quiet,
			'text-anchor': 'middle',
		}),
		text(yTitle, left + 12, top + 30, { ...small, fill: quiet }),
		...points.flatMap((point) => [
			element('circle', {
				cx: toX(point.x),
				cy: toY(point.y),
				r: 4,
				fill: point.isControl ? '#ffffff' : blue,
				stroke: point.isControl ? orange : blue,
				'stroke-width': 1.5,
			}),
		]),
		...placeLabels(
			points.map(({ label, x, y }) => ({ label: storedText(label), x: toX(x), y: toY(y) })),
			area.left,
			left + width,
			[area.top - 8, area.bottom - 1],
		).flatMap((place, i) => {
			if (!place) return [];
			const { label, x: pointX, y: pointY } = points[i];
			const [px, py] = [toX(pointX), toY(pointY)];
			return [
				...(isFar(place, { y: py })
					? [line([px, py], [place.x, place.y - 4], { stroke: quiet, 'stroke-width': 0.7 })]
					: []),
				text(label, place.x, place.y, { ...small, 'text-anchor': place.anchor }),
			];
		}),
	];
}

const tickText = (tick: number): string => (tick < 0 ? withSign : fixed)(tick, 0);

/** Round ends around the values. */
function range(values: readonly number[]): { readonly low: number; readonly high: number } {
	const [low, high] = [Math.min(...values), Math.max(...values)];
	const step = high - low > 20 ? 10 : 2;
	return { low: step * Math.floor(low / step), high: step * Math.ceil((high + 0.01) / step) };
}
