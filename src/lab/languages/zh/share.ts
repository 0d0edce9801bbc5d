/** Chinese words of sharing: links and their content, reduced pages, runs as files. */
import { count, list } from '#lab/page/words/format.ts';
import type { shareEnglish } from '#lab/features/share/words.en.ts';
import type { shareManifestEnglish } from '#lab/features/share/manifest.en.ts';

/** Shown before the page loads the feature. */
export const shareManifestChinese: typeof shareManifestEnglish = { dialogs: { share: '分享' } };

export const shareChinese: typeof shareEnglish = {
	title: '分享',
	description: '链接就是实验：模型、技能、策略、设置和种子。它不含数据。',
	link: '链接',
	failed: '无法生成链接。',
	copy: '复制',
	copied: '已复制。',
	notCopied: '浏览器不允许复制：链接已选中，请按 Ctrl+C 或 ⌘C。',
	length: (characters) => `${count(characters)} 个字符`,
	long: (most) => `有些程序会截断超过 ${count(most)} 个字符的链接。训练文件没有长度限制：见下方。`,
	qr: '链接的二维码',
	qrHelp: '用手机相机即可打开。',
	noQr: (most, ways) =>
		`没有二维码：只有不超过 ${count(most)} 个字符的链接才有。可以缩短：${list(ways)}。`,
	shorter: {
		results: '不带结果',
		view: '用更短的说明',
		switches: '减少切换',
		noise: '不带噪声',
		files: '不用自己的文件',
		any: '让设置更接近默认实验',
	},
	withResults: '附上本次训练的结果。',
	withResultsHelp: '打开链接的人会在自己的结果旁看到它，训练结束时会看到两者是否相同。',
	noResults: '训练完成后才能附上结果。',
	files: '它用 SHA-256 指明下列内容。打开链接的人需要相同的内容：',
	file: (name) => `“${name}”的文件`,
	model: (name) => `模型“${name}”`,
	artefact: (name) =>
		name === undefined ? '一个不在这里的准备结果' : `准备结果“${name}”（在策略的设置下导出）`,
	noFiles: '它指明的内容都随实验室提供。',
	sameOptions: '文件按导入的行来识别：导入时请使用相同的列、留出比例、种子和遮盖设置。',
	recipes: '链接写明了每个文件的导入方式：只需给出同一个文件，页面会核对。',
	embed: {
		title: '嵌入网页',
		help: '用于课程页面或博客。它会立即显示预期曲线，点击后开始训练。默认只显示技能，除非在下面选择其他部分。',
	},
	paste: '打开链接',
	view: {
		title: '制作课堂链接',
		help: '用于课堂：打开链接的人只看到这些部分。“训练”“暂停”和“重置”总是保留，还有一个按钮可以显示全部。',
		shown: '页面显示的内容',
		all: '显示全部',
		train: '训练',
		parts: { pace: '速度、训练到第几步和停止', overTime: '混合随时间的变化' },
		sketch: (shown) => `页面显示：技能、训练、${list(shown)}。`,
		pace: '训练',
		paces: { full: '按访问者的速度', slow: '慢速', until: '到某一步' },
		milliseconds: '每步毫秒数',
		place: '打开时显示',
		workbench: '工作台',
		tables: '图表显示为表格',
		theme: '主题',
		themes: { any: '由访问者决定', light: '浅色', dark: '深色' },
		focus: '放大',
		noFocus: '所有技能一样大',
		note: '工作台上方的说明',
		noteLeft: (left) => `还可输入 ${count(left)} 个字符`,
		tryIt: '在这里预览',
		tryItHelp: '按链接的样子显示这个页面；一个按钮可以恢复全部内容。',
	},
};
