import "server-only";
import { oneOf, randomFrom } from "@/lib/flow/random";

/** Somebody who does not exist: https://www.rfc-editor.org/rfc/rfc2606 keeps their addresses from ever reaching anyone. */
export type DemoPerson = { email: string; name: string; timeZone: string; language: string };

const DOMAINS = [
  "example.org",
  "example.com",
  "example.net",
  "mail.example",
  "post.example",
  "home.test",
] as const;

/** A name, and how it is spelled in an address where that does not follow from it. */
type Name = string | readonly [name: string, spelled: string];

type Place = {
  language: string;
  zones: readonly [string, ...string[]];
  first: readonly [Name, ...Name[]];
  last: readonly [Name, ...Name[]];
  familyFirst?: true;
};

const PLACES: readonly [Place, ...Place[]] = [
  {
    language: "de",
    zones: ["Europe/Berlin", "Europe/Berlin", "Europe/Vienna", "Europe/Zurich"],
    first: [
      "Anna",
      "Jonas",
      "Lena",
      ["Jürgen", "juergen"],
      "Sophie",
      "Matthias",
      "Clara",
      "Emil",
      ["Annemarie-Charlotte", "annemarie.charlotte"],
      "Till",
      ["Käthe", "kaethe"],
      "Friedrich",
    ],
    last: [
      "Berg",
      ["Müller", "mueller"],
      "Hoffmann",
      ["Schäfer", "schaefer"],
      "Lindner",
      ["von der Weiden", "vonderweiden"],
      "Krause",
      ["Groß", "gross"],
      ["Leutheusser-Hohenstein", "leutheusser.hohenstein"],
      "Vogt",
      "Brandt",
    ],
  },
  {
    language: "en",
    zones: [
      "Europe/London",
      "America/New_York",
      "America/Chicago",
      "America/Los_Angeles",
      "Australia/Sydney",
    ],
    first: [
      "Grace",
      "Oliver",
      "Maya",
      "Theo",
      "Ruby",
      "Samuel",
      "Ivy",
      "Noah",
      "Eleanor",
      "Jo",
      "Bartholomew",
      "Priya",
    ],
    last: [
      "Lee",
      "Whitfield",
      "Okafor",
      "Carter",
      ["O’Brien", "obrien"],
      "Ng",
      "Hughes",
      ["Fitzgerald-Montgomery", "fitzgerald.montgomery"],
      "Shah",
      "Woods",
      "Bell",
    ],
  },
  {
    language: "es",
    zones: ["Europe/Madrid", "America/Mexico_City", "America/Bogota", "America/Argentina/Buenos_Aires"],
    first: [
      ["Lucía", "lucia"],
      "Mateo",
      ["Sofía", "sofia"],
      ["José María", "jose.maria"],
      "Carmen",
      ["Íñigo", "inigo"],
      "Valentina",
      ["Andrés", "andres"],
    ],
    last: [
      ["García", "garcia"],
      ["Fernández de la Vega", "fernandez.delavega"],
      "Romero",
      ["Núñez", "nunez"],
      "Castillo",
      ["Ibáñez", "ibanez"],
      "Soto",
    ],
  },
  {
    language: "ja",
    zones: ["Asia/Tokyo"],
    familyFirst: true,
    first: [
      ["さくら", "sakura"],
      ["太郎", "taro"],
      ["陽菜", "hina"],
      ["健", "ken"],
      ["美咲", "misaki"],
      ["悠真", "yuma"],
      ["結衣", "yui"],
    ],
    last: [
      ["山田", "yamada"],
      ["佐藤", "sato"],
      ["鈴木", "suzuki"],
      ["高橋", "takahashi"],
      ["小林", "kobayashi"],
      ["伊集院", "ijuin"],
    ],
  },
  {
    language: "fr",
    zones: ["Europe/Paris", "Europe/Brussels", "America/Montreal"],
    first: [
      ["Chloé", "chloe"],
      "Louis",
      ["Zoé", "zoe"],
      ["Jean-Baptiste", "jean.baptiste"],
      "Manon",
      ["Éloïse", "eloise"],
      "Hugo",
    ],
    last: [
      "Moreau",
      ["Lefèvre", "lefevre"],
      "Dubois",
      ["d’Aubigné", "daubigne"],
      "Roux",
      "Charpentier",
      "Petit",
    ],
  },
  {
    language: "pt",
    zones: ["Europe/Lisbon", "America/Sao_Paulo"],
    first: ["Beatriz", ["João", "joao"], ["Inês", "ines"], "Tiago", "Helena", "Rui"],
    last: ["Silva", ["Conceição", "conceicao"], "Almeida", ["Araújo", "araujo"], "Costa"],
  },
  {
    language: "pl",
    zones: ["Europe/Warsaw"],
    first: ["Zofia", "Jakub", ["Łucja", "lucja"], ["Michał", "michal"], "Hanna"],
    last: [
      "Nowak",
      ["Wiśniewska", "wisniewska"],
      ["Wójcik", "wojcik"],
      ["Brzęczyszczykiewicz", "brzeczyszczykiewicz"],
    ],
  },
  {
    language: "tr",
    zones: ["Europe/Istanbul"],
    first: ["Elif", "Emre", ["Ayşe", "ayse"], ["Çağlar", "caglar"]],
    last: [["Yılmaz", "yilmaz"], "Demir", ["Öztürk", "ozturk"], "Kaya"],
  },
];

/** How often people are from each of these places. */
const SHARES = [28, 26, 14, 11, 8, 5, 5, 3];

/** The n-th of them, the same each time; nobody shares an address. */
export function demoPerson(n: number): DemoPerson {
  const random = randomFrom("demo person", n);
  const place = placeAt(random() * 100);
  const first = oneOf(place.first, random);
  const last = oneOf(place.last, random);
  const domain = oneOf(DOMAINS, random);
  const parts = place.familyFirst ? [last, first] : [first, last];
  const nameless = random() < 0.04;
  return {
    // The number keeps two of a name apart, as people do it themselves.
    email: `${spelled(first)}.${spelled(last)}${n}@${domain}`,
    name: nameless ? "" : parts.map(written).join(" "),
    timeZone: oneOf(place.zones, random),
    language: place.language,
  };
}

function placeAt(percent: number): Place {
  let rest = percent;
  for (const [index, share] of SHARES.entries()) {
    if (rest < share) return PLACES[index] ?? PLACES[0];
    rest -= share;
  }
  return PLACES[0];
}

const written = (name: Name): string => (typeof name === "string" ? name : name[0]);
const spelled = (name: Name): string => (typeof name === "string" ? name.toLowerCase() : name[1]);
