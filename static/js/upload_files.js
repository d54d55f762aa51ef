// Which files were chosen or dropped, each with its path: folders are looked through to their ends.
const PICTURE = /\.(jpe?g|png|tiff?|webp)$/i;
const NOBODY_S = /(^|\/)(\.[^/]*|thumbs\.db|desktop\.ini|__macosx)(\/|$)/i;
const byName = new Intl.Collator(undefined, { numeric: true });

// Of a folder only the pictures count; what was chosen one by one is what somebody wants to send.
function sorted(all) {
  const seen = all.filter(({ path }) => !NOBODY_S.test(path));
  const pictures = seen.filter(({ file, path }) => !path.includes("/") || PICTURE.test(file.name));
  pictures.sort((one, other) => byName.compare(one.path, other.path));
  const taken = new Set(pictures);
  return { files: pictures, aside: seen.filter((each) => !taken.has(each)).map(({ path }) => path) };
}

export function picked(inputs) {
  const files = inputs.flatMap((input) => [...input.files]);
  return sorted(files.map((file) => ({ file, path: file.webkitRelativePath || file.name })));
}

export async function dropped(transfer) {
  // The list is empty as soon as the event is over: first ask for all of it, then wait.
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  const plain = entries.length ? [] : [...transfer.files].map((file) => ({ file, path: file.name }));
  const found = await Promise.all(entries.map((entry) => walk(entry, entry.name)));
  return sorted([...plain, ...found.flat()]);
}

async function walk(entry, path) {
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
    return [{ file, path }];
  }
  const found = [];
  const reader = entry.createReader();
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) return found;
    for (const inside of some) found.push(...await walk(inside, `${path}/${inside.name}`));
  }
}
