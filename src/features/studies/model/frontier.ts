/** Domain against general: which groups no other one beats on both. */
import type { ReadMeasure } from './measures.ts';
import type { Figure, Frontier, FrontierPoint, ReportGroup } from './reportTypes.ts';

/** null where the groups have no score of one of the two. */
export function frontierOf(
	groups: readonly ReportGroup[],
	measures: readonly ReadMeasure[],
): Frontier | null {
	const domain = measures.find(({ id }) => id === 'domain');
	const general = measures.find(({ id }) => id === 'general');
	if (!domain || !general) return null;
	const points = groups.flatMap(({ label, factors, figures }) => {
		const [x, y] = [figures.domain, figures.general];
		if (!x || !y) return [];
		const share = factors.domainShare;
		return [
			{
				label,
				domainShare: typeof share === 'number' ? share : null,
				...{ domain: asGain(x, domain), general: asGain(y, general) },
			},
		];
	});
	if (points.length === 0) return null;
	return {
		...{ domain: axisOf(domain), general: axisOf(general) },
		points: points.map((point) => ({
			...point,
			onFrontier: !points.some((other) => beats(other, point)),
		})),
	};
}

type Place = Pick<FrontierPoint, 'domain' | 'general'>;

const beats = (one: Place, other: Place): boolean =>
	one.domain.mean >= other.domain.mean &&
	one.general.mean >= other.general.mean &&
	(one.domain.mean > other.domain.mean || one.general.mean > other.general.mean);

const axisOf = ({ title, unit, better }: ReadMeasure) => ({
	title: better === 'higher' ? title : `${title}, negative`,
	unit,
});

/** Higher is better. */
const asGain = (figure: Figure, { better }: ReadMeasure): Figure => {
	if (better === 'higher') return figure;
	const negative = (value: number | null) => (value === null ? null : -value);
	return {
		...{ mean: -figure.mean, n: figure.n },
		...{ low: negative(figure.high), high: negative(figure.low) },
	};
};
