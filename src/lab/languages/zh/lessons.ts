/** Chinese words of the lessons. */
import type { lessonsEnglish } from '#lab/features/lessons/words.en.ts';
import type { lessonsManifestEnglish } from '#lab/features/lessons/manifest.en.ts';

/** Shown before the page loads the feature. */
export const lessonsManifestChinese: typeof lessonsManifestEnglish = {
	topics: {
		lessons: {
			title: '课程',
			explain:
				'配有文字的小实验。每课提出一个问题，由你自己的训练来回答。可以中途离开，以后再继续。',
		},
	},
};

export const lessonsChinese: typeof lessonsEnglish = {
	...lessonsManifestChinese.topics.lessons,
	minutes: (minutes) => `${minutes} 分钟`,
	start: '开始',
	resume: (step) => `从第 ${step} 步继续`,
	again: '重新开始',
	done: '已完成',
	all: '全部课程',
	lesson: '课程',
	column: (title) => `课程：${title}`,
	explanation: '原因与结果',
	leave: '离开课程',
	leaveTitle: '会记住你学到哪一步',
	stepOf: (step, steps) => `第 ${step} 步，共 ${steps} 步`,
	announce: (step, steps, title) => `第 ${step} 步，共 ${steps} 步：${title}`,
	announceEnd: '课程已完成。',
	next: '下一步',
	back: '上一步',
	finish: '完成',
	waiting: '完成这一步后，课程会自动继续。',
	stuck: '这一步等待的条件还没有出现：',
	goOn: '仍然继续',
	doIt: '替我操作',
	showFork: '指给我看',
	saveSample: (name) => `保存 ${name}`,
	guessed: (choice) => `${choice}（你的猜测）`,
	noGuess: '不猜，继续',
	right: (choice) => `你的训练与猜测一致：“${choice}”。`,
	wrong: (choice, measured) => `你猜的是“${choice}”，训练的结果是“${measured}”。`,
	measured: (measured) => `训练的结果是“${measured}”。`,
	unclear: '这次训练没有得到任何一个选项。请重新开始这一课。',
	secret: '猜测之后显示',
	recorded: '编写课程时记录的数值；你自己训练后会替换它',
	finished: '你已完成这一课。',
	toWorkbench: '回到课程',
	cannotOpen: '无法打开这一课。',
	cannotDo: '无法执行这一步。',
	own: {
		title: '你自己的课程',
		about:
			'一课就是一个文本文件。在这里打开或拖入文件：页面会检查并显示它，还会生成可以发给学生的链接。',
		open: '打开课程文件…',
		example: '保存示例文件',
		exampleName: 'my-lesson.md',
		copy: '复制链接',
		copied: '已复制',
		link: (characters) => `链接有 ${characters} 个字符。`,
		longLink:
			'有些聊天和邮件程序会截断这么长的链接。可以把文件放在本页面旁边，分享 #lesson=文件名.md。',
		remove: '删除',
	},
};
