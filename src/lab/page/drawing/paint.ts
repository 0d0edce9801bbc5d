/** Paints the drawing's moving part: jars, streams, dots, batch, model and its lines. */
import { shapes } from '#lab/page/charts/palette.ts';
import { flight, type Flow } from './Flow.ts';
import { dotPlace, jarSize, type DrawingLayout } from './layout.ts';

/** A skill as the painter sees it. */
export interface PaintedSkill {
	/** A resolved CSS colour. */
	readonly color: string;
	/** An entry of `shapes`. */
	readonly shape: number;
	/** Share of the mix now, 0 to 1. */
	readonly share: number;
	/** Training examples. */
	readonly examples: number;
	/** The part of them that is left in this epoch. */
	readonly left: number;
	readonly isTrained: boolean;
	/** Another skill is in focus. */
	readonly isFaint: boolean;
}
export interface Inks {
	readonly ink: string;
	readonly paper: string;
	readonly sheet: string;
	readonly rule: string;
	readonly strong: string;
	/** Opacity of a stream. */
	readonly stream: number;
}
export interface Scene {
	readonly layout: DrawingLayout;
	readonly skills: readonly PaintedSkill[];
	readonly flow: Flow;
	readonly inks: Inks;
	/** [slot]: the policy chose this example itself; its answer is known to be wrong. */
	readonly faces: readonly ('happy' | 'sad' | undefined)[];
	/** The dot under pointer or focus. */
	readonly marked: number | null;
	/** Milliseconds; the clock of `flow`. */
	readonly now: number;
	/** 1 right after a step, then falling to 0. */
	readonly beat: number;
	/** 1 right after an evaluation, then falling to 0. */
	readonly tested: number;
	/** A still picture: the batch's dots stand on their streams. */
	readonly isStill: boolean;
}

/**
 * A stream: a band with a bend, from a jar (x0, y0) to its part of the batch's edge (x1, y1). h0
 * and h1 are its heights there. CSS pixels; y is the middle.
 */
interface Stream {
	readonly x0: number;
	readonly y0: number;
	readonly h0: number;
	readonly x1: number;
	readonly y1: number;
	readonly h1: number;
}

const paths: Path2D[] = [];
const shapePath = (shape: number): Path2D => (paths[shape] ??= new Path2D(shapes[shape]));

export function streamsOf(
	layout: DrawingLayout,
	skills: readonly Pick<PaintedSkill, 'share'>[],
): readonly Stream[] {
	const { batch } = layout;
	let above = 0;
	return skills.map(({ share }, i) => {
		const { x, y } = layout.source(i);
		const h1 = share * batch.height;
		const y1 = batch.top + above + h1 / 2;
		above += h1;
		return { x0: x, y0: y, h0: Math.min(layout.thickest, h1), x1: batch.left, y1, h1 };
	});
}

export function paint(g: CanvasRenderingContext2D, scene: Scene): void {
	const { layout } = scene;
	g.clearRect(layout.canvas.left, 0, layout.canvas.width, layout.height);
	const streams = streamsOf(layout, scene.skills);
	paintLines(g, scene);
	paintStreams(g, scene, streams);
	scene.skills.forEach((skill, i) => {
		paintJar(g, scene, skill, i);
		const { x, y } = layout.source(i);
		if (layout.isNarrow && skill.isTrained) paintDot(g, skill, x - 10, y, 11);
	});
	paintFlying(g, scene, streams);
	paintBatch(g, scene);
	paintModel(g, scene);
}

function paintStreams(g: CanvasRenderingContext2D, scene: Scene, streams: readonly Stream[]) {
	streams.forEach(({ x0, y0, h0, x1, y1, h1 }, i) => {
		if (h1 < thinnest) return;
		const bend = (x1 - x0) / 2;
		g.globalAlpha = scene.inks.stream * (scene.skills[i].isFaint ? 0.4 : 1);
		g.fillStyle = scene.skills[i].color;
		g.beginPath();
		g.moveTo(x0, y0 - h0 / 2);
		g.bezierCurveTo(x0 + bend, y0 - h0 / 2, x1 - bend, y1 - h1 / 2, x1, y1 - h1 / 2);
		g.lineTo(x1, y1 + h1 / 2);
		g.bezierCurveTo(x1 - bend, y1 + h1 / 2, x0 + bend, y0 + h0 / 2, x0, y0 + h0 / 2);
		g.fill();
	});
	g.globalAlpha = 1;
}

/** A stream below this height, in pixels, is not drawn. */
const thinnest = 0.3;

/** The outline of a stream for SVG; null: it is not drawn. */
export function streamOutline({ x0, y0, h0, x1, y1, h1 }: Stream): string | null {
	if (h1 < thinnest) return null;
	const middle = (x0 + x1) / 2;
	const [top0, bottom0] = [y0 - h0 / 2, y0 + h0 / 2];
	const [top1, bottom1] = [y1 - h1 / 2, y1 + h1 / 2];
	return (
		`M${x0} ${top0}C${middle} ${top0} ${middle} ${top1} ${x1} ${top1}` +
		`V${bottom1}C${middle} ${bottom1} ${middle} ${bottom0} ${x0} ${bottom0}Z`
	);
}

function paintJar(
	g: CanvasRenderingContext2D,
	{ layout, skills, inks }: Scene,
	{ examples, left, color, isTrained, isFaint }: PaintedSkill,
	i: number,
) {
	if (examples === 0) return;
	let largest = 1;
	for (const skill of skills) largest = Math.max(largest, skill.examples);
	const { width, height } = jarSize(examples, largest, layout.jar);
	const [x, y] = [layout.jar.left + layout.jar.width - width, layout.middle(i) - height / 2];
	const corner = Math.min(6, width / 4);
	g.globalAlpha = isFaint ? 0.4 : 1;
	g.beginPath();
	g.roundRect(x, y, width, height, [corner / 2, corner / 2, corner, corner]);
	g.fillStyle = inks.sheet;
	g.fill();
	g.save();
	g.clip();
	g.globalAlpha *= isTrained ? 0.85 : 0.25;
	g.fillStyle = color;
	g.fillRect(x, y + height * (1 - left), width, height * left);
	g.restore();
	g.strokeStyle = isTrained ? inks.strong : inks.rule;
	g.lineWidth = 1.25;
	g.stroke();
	g.globalAlpha = 1;
}

function paintFlying(g: CanvasRenderingContext2D, scene: Scene, streams: readonly Stream[]) {
	eachOnWay(scene, streams, ({ skill, x, y, size }) =>
		paintDot(g, scene.skills[skill], x, y, size),
	);
}

/** An example on its stream. */
interface DotOnWay {
	/** Index in the experiment. */
	readonly skill: number;
	/** Its place in the batch. */
	readonly slot: number;
	/** null: the step that is shown. */
	readonly step: number | null;
	readonly x: number;
	readonly y: number;
	readonly size: number;
}
type FlowingScene = Pick<Scene, 'flow' | 'now' | 'isStill' | 'layout'> & {
	readonly skills: readonly Pick<PaintedSkill, 'share'>[];
};

function eachOnWay(
	{ flow, now, isStill, skills, layout }: FlowingScene,
	streams: readonly Stream[],
	visit: (dot: DotOnWay) => void,
) {
	const size = layout.isNarrow ? 4 : 6;
	if (!isStill) {
		for (const { skill, slot, step, start } of flow.flying) {
			const way = (now - start) / flight;
			if (way > 0 && way < 1)
				visit({ skill, slot, step, size, ...onWay(streams[skill], { slot, way, size }) });
		}
		return;
	}
	// The dots of each skill stand at equal distances on its stream.
	const seen = skills.map(() => 0);
	const counts = skills.map((_, skill) => flow.slots.filter((slot) => slot === skill).length);
	flow.slots.forEach((skill, slot) => {
		if (skill === null) return;
		const way = 0.28 + (0.62 * (++seen[skill] - 0.5)) / counts[skill];
		visit({ skill, slot, step: null, size, ...onWay(streams[skill], { slot, way, size }) });
	});
}

function onWay(
	{ x0, y0, h0, x1, y1, h1 }: Stream,
	dot: { readonly slot: number; readonly way: number; readonly size: number },
) {
	const t = dot.way;
	const u = 1 - t;
	const bend = (x1 - x0) / 2;
	const x =
		u * u * u * x0 + 3 * u * u * t * (x0 + bend) + 3 * u * t * t * (x1 - bend) + t * t * t * x1;
	const late = 3 * u * t * t + t * t * t;
	const height = h0 + (h1 - h0) * late;
	const lane = (((dot.slot * 37) % 100) / 100 - 0.5) * Math.max(0, height - dot.size);
	return { x, y: y0 + (y1 - y0) * late + lane };
}

/** The example on its stream that is nearest to a point, at most `reach` pixels away. */
export function dotOnStream(
	scene: FlowingScene,
	point: { readonly x: number; readonly y: number },
	reach: number,
): Pick<DotOnWay, 'slot' | 'step'> | null {
	let nearest: DotOnWay | null = null;
	let least = reach;
	eachOnWay(scene, streamsOf(scene.layout, scene.skills), (dot) => {
		const distance = Math.hypot(dot.x - point.x, dot.y - point.y);
		if (distance > least) return;
		least = distance;
		nearest = dot;
	});
	return nearest;
}

/** A skill's shape around a point. */
function paintDot(
	g: CanvasRenderingContext2D,
	{ color, shape, isFaint }: PaintedSkill,
	x: number,
	y: number,
	size: number,
) {
	const scale = size / 12;
	g.save();
	g.translate(x - size / 2, y - size / 2);
	g.scale(scale, scale);
	g.globalAlpha = isFaint ? 0.35 : 1;
	g.fillStyle = color;
	g.fill(shapePath(shape), 'evenodd');
	g.restore();
}

function paintBatch(g: CanvasRenderingContext2D, scene: Scene) {
	const { layout, flow, inks, faces, marked, skills } = scene;
	const { batch } = layout;
	g.beginPath();
	g.roundRect(batch.left, batch.top, batch.width, batch.height, 10);
	g.fillStyle = inks.sheet;
	g.fill();
	g.strokeStyle = inks.strong;
	g.lineWidth = 1.25;
	g.stroke();
	const size = Math.min(13, batch.cell * 0.62);
	for (let slot = 0; slot < batch.dots; slot++) {
		const { x, y } = dotPlace(batch, slot);
		const skill = flow.slots[slot];
		if (skill === null || skill === undefined) {
			g.beginPath();
			g.arc(x, y, size / 3, 0, 2 * Math.PI);
			g.strokeStyle = inks.rule;
			g.lineWidth = 1;
			g.stroke();
			continue;
		}
		if (slot === marked) {
			g.beginPath();
			g.arc(x, y, size * 0.85, 0, 2 * Math.PI);
			g.strokeStyle = inks.ink;
			g.lineWidth = 1.5;
			g.stroke();
		}
		paintDot(g, skills[skill], x, y, size);
		const face = faces.at(slot);
		if (face && size >= 8) paintFace(g, face, { x, y, size, ink: inks.sheet });
	}
}

/** Two eyes and a mouth: the policy chose this example itself. */
function paintFace(
	g: CanvasRenderingContext2D,
	face: 'happy' | 'sad',
	{
		x,
		y,
		size,
		ink,
	}: { readonly x: number; readonly y: number; readonly size: number; readonly ink: string },
) {
	const unit = size / 12;
	g.fillStyle = ink;
	g.strokeStyle = ink;
	g.lineWidth = 1.2 * unit;
	g.fillRect(x - 2.4 * unit, y - 2 * unit, 1.6 * unit, 1.6 * unit);
	g.fillRect(x + 0.8 * unit, y - 2 * unit, 1.6 * unit, 1.6 * unit);
	g.beginPath();
	if (face === 'happy') g.arc(x, y + 0.8 * unit, 2 * unit, 0.15 * Math.PI, 0.85 * Math.PI);
	else g.arc(x, y + 3.4 * unit, 2 * unit, 1.15 * Math.PI, 1.85 * Math.PI);
	g.stroke();
}

function paintModel(g: CanvasRenderingContext2D, { layout, inks, beat }: Scene) {
	const { model, batch } = layout;
	const right = batch.left + batch.width;
	const left = model.x - model.size / 2;
	g.strokeStyle = inks.strong;
	g.lineWidth = 1.5;
	g.beginPath();
	g.moveTo(right + 4, model.y);
	g.lineTo(left - 5, model.y);
	g.moveTo(left - 10, model.y - 4);
	g.lineTo(left - 5, model.y);
	g.lineTo(left - 10, model.y + 4);
	g.stroke();
	const grown = 1.5 * beat;
	const [height, gap] = [model.size * 0.36, 4];
	g.fillStyle = inks.ink;
	for (let layer = 0; layer < 3; layer++) {
		const top = model.y - 1.5 * height - gap + layer * (height + gap);
		g.globalAlpha = 0.72 + 0.28 * beat;
		g.beginPath();
		g.roundRect(left - grown, top - grown / 2, model.size + 2 * grown, height + grown, 5);
		g.fill();
	}
	g.globalAlpha = 1;
}

/** Lines from the model to each skill, which light up when the model answers the questions. */
function paintLines(g: CanvasRenderingContext2D, { layout, skills, inks, tested }: Scene) {
	const { model } = layout;
	skills.forEach(({ color, isFaint }, i) => {
		const goal = layout.goal(i);
		if (!goal) return;
		const x0 = model.x + model.size / 2 + 4;
		const bend = (goal.x - x0) * 0.55;
		g.beginPath();
		g.moveTo(x0, model.y);
		g.bezierCurveTo(x0 + bend, model.y, goal.x - bend, goal.y, goal.x, goal.y);
		g.strokeStyle = inks.rule;
		g.lineWidth = 1.25;
		g.globalAlpha = isFaint ? 0.4 : 1;
		g.stroke();
		if (tested > 0) {
			g.strokeStyle = color;
			g.lineWidth = 2;
			g.globalAlpha = tested;
			g.stroke();
		}
		g.globalAlpha = 1;
	});
}
