/** Chinese titles and explanations of the parts of the page that a feature adds. */
import type { dialogsEnglish, topicsEnglish } from '#lab/features/topics.en.ts';

export const topicsChinese: typeof topicsEnglish = {
	mix: {
		title: '数据混合',
		explain:
			'每一步用一个批次的样本训练。混合策略决定批次中每个样本来自哪项技能。换用其他策略后，从下一步起生效。',
	},
	race: {
		title: '竞赛',
		explain:
			'二到四种策略从相同的权重、随机种子和数据出发，轮流各训练一步。每条赛道都是一次普通的训练，' +
			'曲线与单独训练逐位相同。可以让一条赛道换策略或退出，其余的继续。',
	},
	runs: {
		title: '训练记录',
		explain:
			'这台设备上保存的所有训练。勾选几个，可以比较它们的曲线、实验和各项技能的结果。' +
			'展开一个，可以命名、加标签、在工作台打开，或者分叉：从它的某个检查点开始一次新的训练，换用其他策略。',
	},
	studies: {
		title: '对照研究',
		explain:
			'把同一个实验训练多次，只改变要比较的内容：策略、随机种子、规模。每种组合是一个单元。' +
			'只有当差值的两个区间都不含 0 时，才认为两组不同。n 是一个数字背后的单元数或种子数。',
	},
	questions: {
		title: '问题集',
		explain:
			'模型回答一组问题。由人、评审模型（以及能判断时的规则）按八个类别给每个回答打分，各类别的权重由问题决定。' +
			'方法参照 arXiv 2310.04945；问题、规则和权重是我们自己定的。',
	},
	lessons: {
		title: '课程',
		explain: '配有文字的小实验。每课提出一个问题，由你自己的训练来回答。可以中途离开，以后再继续。',
	},
	why: { title: '原因', explain: '策略依据什么、如何据此决定混合，以及模型同时遗忘了什么。' },
	results: {
		title: '结果',
		explain:
			'每项技能训练前后的对比：整个答案都正确的留出题占多大比例，以及每个答案 token 的损失（单位 nat）。',
	},
	samples: {
		title: '回答样例',
		explain:
			'模型在每次评估时对留出题写出的回答。每个位置都取概率最高的 token（贪心解码），' +
			'所以相同的权重总是给出相同的回答。',
	},
	tryIt: {
		title: '试一试',
		explain:
			'把同一个提示交给基座模型和微调后的模型。两者在每个位置都取概率最高的 token（贪心解码）。',
	},
	picks: {
		title: '选中的样本',
		explain:
			'策略自己选择的样本：哪些、多少次、什么时候、来自哪一类。' +
			'错误的答案是故意弄错的；策略看不到哪些是错的。',
	},
};

export const dialogsChinese: typeof dialogsEnglish = {
	skills: '技能…',
	settings: '设置…',
	models: '模型…',
	share: '分享',
};
