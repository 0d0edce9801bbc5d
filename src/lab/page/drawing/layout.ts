/** Where the parts of the drawing stand, in CSS pixels, for the canvas and the rows above it. */

/** Height of the line with the names of the columns. */
const headHeight = 24;
/** A drawing of fewer rows may grow to the height of nine. */
const nineRows = 9;
/** Three lines of an answer stand between the lines of the rows. */
const lowestRow = 47;
/** A question, its answer in letters of 16 px, and the right answer. */
const largeAnswer = 54;
/** An opened skill has the height of nine rows. */
export const openHeight = headHeight + nineRows * lowestRow;
/** Above and below the batch: the line that says how many examples it has. */
const captionHeight = 24;
/** On a touch screen, the button “hold” stands between a share and the batch. */
const besideShare = 44;
/** More dots would be too small to tell apart. */
const mostDots = 128;

export interface Span {
	readonly left: number;
	readonly width: number;
}
export interface BatchBox {
	readonly left: number;
	readonly top: number;
	readonly width: number;
	readonly height: number;
	/** The number of dots that it shows, and of those in a line. */
	readonly dots: number;
	readonly across: number;
	/** The side of a dot's cell. */
	readonly cell: number;
}
export interface DrawingLayout {
	/** A phone or a lane: the streams stand apart from the names, so they have marks. */
	readonly isNarrow: boolean;
	readonly width: number;
	readonly height: number;
	/** The height that the page must give it. */
	readonly least: number;
	/** Only the parts that move: without a GPU, a browser redraws each of its pixels every frame. */
	readonly canvas: Span;
	/** The top of the first row. */
	readonly top: number;
	readonly rowHeight: number;
	/** Left edge of the names. */
	readonly name: Span;
	/** The largest jar. Its middle is the middle of its row. */
	readonly jar: Span & { readonly height: number };
	/** The handle of the share. */
	readonly share: Span;
	readonly batch: BatchBox;
	/** `nameTop`: the top of its name. */
	readonly model: {
		readonly x: number;
		readonly y: number;
		readonly size: number;
		readonly nameTop: number;
	};
	readonly score: Span;
	/** Null: there is no room. */
	readonly curve: Span | null;
	readonly answer: Span;
	/** A wide row has room for an answer in letters of 16 px. */
	readonly hasLargeAnswers: boolean;
	/** The top of the answer in its row; null: it stands beside the score. */
	readonly answerTop: number | null;
	/** The stream of row `i`: where it begins, and the largest thickness there. */
	readonly source: (i: number) => { readonly x: number; readonly y: number };
	readonly thickest: number;
	/** The middle of the part of row `i` with jar and score. */
	readonly middle: (i: number) => number;
	/** The line from the model to row `i` ends there; null: no line. */
	readonly goal: (i: number) => { readonly x: number; readonly y: number } | null;
}

interface Measures {
	readonly width: number;
	/** The height that the page has for the drawing. */
	readonly room: number;
	readonly rows: number;
	readonly batchSize: number;
}

const between = (low: number, value: number, high: number) =>
	Math.round(Math.max(low, Math.min(high, value)));

export function drawingLayout({ width, room, rows, batchSize }: Measures): DrawingLayout {
	// Between 640 and 760 px the streams of a wide drawing would be steeper than they are long.
	return width < 760
		? narrowLayout({ width, room, rows, batchSize })
		: wideLayout({ width, room, rows, batchSize });
}

function wideLayout({ width, room, rows, batchSize }: Measures): DrawingLayout {
	// A laptop of 1280 px has 820 px beside the inspector: answers need them more than curves.
	const isAnswerBelow = width < 815;
	const lowestOfMany = isAnswerBelow ? 84 : lowestRow;
	const leastBatch = batchBox(batchSize, { x: 0, y: 0, most: 0 }).height + 2 * captionHeight;
	const lowest = Math.max(lowestOfMany, Math.ceil(leastBatch / rows));
	const rowHeight = between(
		lowest,
		Math.floor((room - headHeight) / rows),
		Math.max(lowest + 36, Math.floor((nineRows * (lowestOfMany + 36)) / rows)),
	);
	const height = headHeight + rows * rowHeight;
	// A skill with its answer below stands in the middle of a high row.
	const inset = isAnswerBelow ? Math.floor((rowHeight - lowestOfMany) / 2) : 0;
	// Whole pixels: Firefox would draw the lower edge of a score's bar outside of it.
	const middleOfRow = isAnswerBelow ? 20 + inset : Math.round(rowHeight / 2);
	const middle = (i: number) => headHeight + rowHeight * i + middleOfRow;
	const centre = headHeight + (rows * rowHeight) / 2;
	const name = { left: 0, width: between(120, 0.11 * width, 144) };
	const jar = {
		left: name.left + name.width + 8,
		width: between(32, 0.045 * width, 60),
		height: isAnswerBelow ? 32 : between(24, rowHeight - 12, 40),
	};
	const streamLeft = jar.left + jar.width + 6;
	const share = { left: streamLeft + 4, width: 52 };
	const batch = batchBox(batchSize, {
		x: Math.round(width * (isAnswerBelow ? 0.4 : 0.3)),
		leftmost: isAnswerBelow ? 0 : share.left + share.width + besideShare,
		y: centre,
		most: Math.min(240, height - headHeight - 2 * captionHeight),
	});
	const model = modelBeside(batch, {
		x: batch.left + batch.width + between(40, 0.05 * width, 72),
		y: centre,
		size: between(40, 0.04 * width, 52),
	});
	const scoreLeft = model.x + model.size / 2 + between(28, 0.04 * width, 56);
	const score = {
		left: scoreLeft,
		width: isAnswerBelow ? width - scoreLeft : between(150, 0.15 * width, 230),
	};
	const curveLeft = score.left + score.width + 12;
	const curve = width < 940 ? null : { left: curveLeft, width: between(56, 0.06 * width, 100) };
	const before = curve ?? score;
	const answerLeft = isAnswerBelow ? score.left : before.left + before.width + 20;
	return {
		isNarrow: false,
		width,
		height,
		least: headHeight + rows * lowest,
		canvas: { left: jar.left - 2, width: Math.ceil(score.left) - jar.left },
		top: headHeight,
		rowHeight,
		name,
		jar,
		share,
		batch,
		model,
		score,
		curve,
		answer: { left: answerLeft, width: width - answerLeft },
		hasLargeAnswers: rowHeight - (isAnswerBelow ? 36 : 4) >= largeAnswer,
		answerTop: isAnswerBelow ? 36 + inset : null,
		source: (i) => ({ x: streamLeft, y: middle(i) }),
		// It stays inside its row.
		thickest: isAnswerBelow ? 36 : rowHeight * 0.8,
		middle,
		goal: (i) => ({ x: score.left - 6, y: middle(i) }),
	};
}

function narrowLayout({ width, rows, batchSize }: Measures): DrawingLayout {
	const line = rows > 12 ? 12 : 16;
	const streams = Math.max(136, rows * line + 8);
	const rowHeight = 112;
	const top = streams + headHeight;
	const score = { left: 48, width: width - 48 };
	const batch = batchBox(batchSize, { x: Math.round(width * 0.6), y: streams / 2, most: 128 });
	return {
		isNarrow: true,
		width,
		height: top + rows * rowHeight,
		least: top + rows * rowHeight,
		canvas: { left: 0, width },
		top,
		rowHeight,
		name: { left: 0, width: width - 108 },
		jar: { left: 0, width: 38, height: 26 },
		share: { left: width - 104, width: 104 },
		batch,
		model: modelBeside(batch, { x: width - 28, y: streams / 2, size: 40 }),
		score,
		curve: null,
		answer: { left: 0, width },
		hasLargeAnswers: true,
		answerTop: 62,
		source: (i) => ({ x: 18, y: streams / 2 + line * (i - (rows - 1) / 2) }),
		thickest: line - 2,
		middle: (i) => top + rowHeight * i + 46,
		goal: () => null,
	};
}

/** The drawing in small, for a lane of a comparison: streams, batch, model and scores. */
export function laneLayout({ width, rows, batchSize }: Omit<Measures, 'room'>): DrawingLayout {
	const line = rows > 12 ? 11 : 16;
	const height = Math.max(112, rows * line + 8);
	const y = height / 2;
	const batch = batchBox(batchSize, { x: Math.round(width * 0.4), y, most: height - 8 });
	const model = modelBeside(batch, { x: batch.left + batch.width + 32, y, size: 26 });
	const score = { left: model.x + 34, width: Math.max(0, width - model.x - 34) };
	const middle = (i: number) => y + line * (i - (rows - 1) / 2);
	const none = { left: 0, width: 0 };
	return {
		isNarrow: true,
		width,
		height,
		least: height,
		canvas: { left: 0, width: Math.ceil(score.left) },
		top: y - (line * rows) / 2,
		rowHeight: line,
		name: none,
		jar: { ...none, height: 0 },
		share: none,
		batch,
		model,
		score,
		curve: null,
		answer: none,
		hasLargeAnswers: false,
		answerTop: null,
		source: (i) => ({ x: 16, y: middle(i) }),
		thickest: line - 2,
		middle,
		goal: (i) => ({ x: score.left - 3, y: middle(i) }),
	};
}

/** A box around `x`, `y` of at most `most` in height. It begins at `leftmost` or right of it. */
function batchBox(
	batchSize: number,
	{
		x,
		y,
		most: maxHeight,
		leftmost = 0,
	}: Readonly<Record<'x' | 'y' | 'most', number>> & { readonly leftmost?: number },
): BatchBox {
	const dots = Math.min(batchSize, mostDots);
	const across = Math.max(1, Math.round(Math.sqrt(dots / 2)));
	const down = Math.ceil(dots / across);
	const cell = Math.max(6, Math.min(24, (maxHeight - 16) / down));
	const [width, height] = [across * cell + 16, down * cell + 16];
	const left = Math.max(leftmost, x - width / 2);
	return { left, top: y - height / 2, width, height, dots, across, cell };
}

/** Two lines of small text that do not touch. */
const betweenLines = 16;

/** The model with its name below it, or above it if the line below a low batch stands there. */
function modelBeside(
	batch: BatchBox,
	model: Readonly<Record<'x' | 'y' | 'size', number>>,
): DrawingLayout['model'] {
	const half = 0.66 * model.size + 4;
	const below = model.y + half;
	const meets = Math.abs(below - (batch.top + batch.height + 4)) < betweenLines;
	return { ...model, nameTop: meets ? model.y - half - betweenLines : below };
}

/** The centre of a dot in the batch. */
export const dotPlace = ({ left, top, across, cell }: BatchBox, slot: number) => ({
	x: left + 8 + (0.5 + (slot % across)) * cell,
	y: top + 8 + (0.5 + Math.floor(slot / across)) * cell,
});

/** The dot at this place of the drawing; null: none. */
export function dotAt(box: BatchBox, x: number, y: number): number | null {
	const column = Math.floor((x - box.left - 8) / box.cell);
	const row = Math.floor((y - box.top - 8) / box.cell);
	const slot = row * box.across + column;
	return column >= 0 && column < box.across && row >= 0 && slot < box.dots ? slot : null;
}

/** A jar whose area is in proportion to the number of examples. */
export function jarSize(
	examples: number,
	largest: number,
	{ width, height }: { readonly width: number; readonly height: number },
) {
	const side = Math.sqrt(Math.max(0, examples) / Math.max(1, largest));
	return { width: Math.max(7, width * side), height: Math.max(6, height * side) };
}
