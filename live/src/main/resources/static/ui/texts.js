// @ts-check
/** Every word a visitor reads, in Korean and in English. A value is a text, or a function of a number or a text. */

const ko = {
  siteComments: '댓글',
  siteChat: '채팅',
  language: 'English',
  languageLabel: 'Switch to English',
  theme: '밝게 또는 어둡게',

  commentsTitle: '실시간 댓글',
  articleKicker: '데모',
  articleTitle: '마당에 모이다',
  article1: '한옥의 마당은 비어 있어서 쓸모가 있습니다. 누구나 들어와 이야기를 나누고, 아이들이 놀고, 잔치가 열립니다. 이 페이지의 아래쪽도 그런 마당입니다.',
  article2: '댓글을 쓰면 이 글을 보고 있는 모두에게 바로 나타납니다. 가입은 필요 없고, 연결이 끊겨도 쓰신 글은 사라지지 않습니다.',
  tryIt: '창을 하나 더 열어 나란히 놓고 써 보세요. 한쪽에 쓰면 다른 쪽에 바로 나타납니다.',
  openWindow: '새 창 열기',

  chatTitle: '실시간 채팅',
  people: (/** @type {number} */ n) => `${n}명 접속 중`,
  roomsLabel: '대화방',
  roomField: '다른 방 이름',
  roomEnter: '들어가기',
  newMessages: (/** @type {number} */ n) => `새 메시지 ${n > 99 ? '99+' : n}개`,
};

/** @type {typeof ko} */
const en = {
  siteComments: 'Comments',
  siteChat: 'Chat',
  language: '한국어',
  languageLabel: '한국어 · 언어 바꾸기',
  theme: 'Light or dark',

  commentsTitle: 'Live comments demo',
  articleKicker: 'Demo',
  articleTitle: 'Meeting in the courtyard',
  article1: 'The courtyard of a Korean house, the madang, is useful because it is empty. Anyone may walk in and talk, children play there, feasts are held. The lower part of this page is such a courtyard.',
  article2: 'A comment appears at once for everybody who reads this page. There is nothing to sign up for, and what you write survives a lost connection.',
  tryIt: 'Open a second window beside this one and write. What you send in one appears in the other at once.',
  openWindow: 'Open a window',

  chatTitle: 'Live chat',
  people: (n) => (n === 1 ? '1 person here' : `${n} people here`),
  roomsLabel: 'Rooms',
  roomField: 'Another room',
  roomEnter: 'Enter',
  newMessages: (n) => (n === 1 ? '1 new message' : `${n > 99 ? '99+' : n} new messages`),
};

export const texts = { ko, en };
