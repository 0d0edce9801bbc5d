/** Values of messages that JSON does not have, as texts that mark them. */
const files = new Map<string, Uint8Array<ArrayBuffer> | string>();

const nested = (open: string, close: string): unknown =>
	JSON.parse(`${open.repeat(depth)}1${close.repeat(depth)}`);
/** A page can send no more: the clone of a message is recursive. */
const depth = 900;

const marks = {
	NaN: () => NaN,
	Infinity: () => Infinity,
	undefined: () => undefined,
	bigint: () => 10n,
	date: () => new Date(0),
	map: () => new Map([['id', 'r']]),
	bytes: () => Uint8Array.of(1, 2, 3),
	blob: () => new Blob(['{}']),
	sparse: () => Array<unknown>(3),
	lists: () => nested('[', ']'),
	objects: () => nested('{"a":', '}'),
	loop() {
		const loop: Record<string, unknown> = {};
		return Object.assign(loop, { id: loop });
	},
	file: (name: string) => new File([files.get(name) ?? ''], name),
	/** A mark of `oddValue`. */
	raw(argument: string) {
		const [kind, value] = argument.split(' ');
		if (kind === 'number') return Number.parseFloat(value);
		return kind === 'objects' ? marks.objects() : marks.lists();
	},
};

/** A mark of a file with this content. */
export function fileMark(name: string, content: Uint8Array<ArrayBuffer> | string): string {
	files.set(name, content);
	return `@file ${name}`;
}

export const oddMarks = Object.keys(marks)
	.filter((kind) => kind !== 'file' && kind !== 'raw')
	.map((kind) => `@${kind}`);

/** The value with what its marks stand for. */
export function withoutMarks(value: unknown): unknown {
	if (typeof value === 'string') {
		const [, kind = '', argument = ''] = /^@(\w+) ?(.*?)@?$/s.exec(value) ?? [];
		return Object.hasOwn(marks, kind) ? marks[kind as keyof typeof marks](argument) : value;
	}
	if (value === null || typeof value !== 'object') return value;
	for (const key of Object.keys(value))
		Object.defineProperty(value, key, {
			value: withoutMarks((value as Record<string, unknown>)[key]),
			enumerable: true,
			configurable: true,
			writable: true,
		});
	return value;
}
