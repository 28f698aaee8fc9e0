// What tsdav (the library of many web programs) makes of a book: found, read, written, told of changes.
import { DAVClient } from "tsdav";

const [serverUrl, username, password] = process.argv.slice(2);
const client = new DAVClient({
  serverUrl,
  credentials: { username, password },
  authMethod: "Basic",
  defaultAccountType: "carddav",
});
await client.login();
const books = await client.fetchAddressBooks();
const book = books.find((each) => each.url.endsWith("/mine/"));
const before = await client.fetchVCards({ addressBook: book });

const vCardString =
  "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:luz\r\nFN:Luz Mar\r\nN:Mar;Luz;;;\r\nTEL:974550101\r\nEND:VCARD\r\n";
const made = await client.createVCard({ addressBook: book, filename: "luz.vcf", vCardString });
const first = before[0];
const data = first.data.replace("END:VCARD", "NOTE:tsdav\r\nEND:VCARD");
const changed = await client.updateVCard({ vCard: { ...first, data } });

const told = await client.smartCollectionSync({
  collection: {
    ...book,
    objects: before,
    objectMultiGet: (params) => client.addressBookMultiGet(params),
  },
  method: "webdav",
  detailedResult: true,
});
const after = await client.fetchVCards({ addressBook: book });
const luz = after.find((each) => each.data.includes("Luz"));
const gone = await client.deleteVCard({ vCard: luz });

console.log(
  JSON.stringify({
    books: books.map((each) => each.displayName),
    cards: before.length,
    made: made.status,
    changed: changed.status,
    gone: gone.status,
    told: Object.fromEntries(
      ["created", "updated", "deleted"].map((name) => [name, told.objects[name].length]),
    ),
  }),
);
