import sharp from 'sharp'

/** How far a drawn house is. */
export type Drawn = 'before' | 'inside-before' | 'foundation' | 'walls' | 'inside-walls' | 'paper' | 'hand'

const sky = '<rect width="640" height="480" fill="#cfe3ea"/><path d="M0 250 Q160 150 330 240 T640 210 V480 H0Z" fill="#8fae86"/><rect y="380" width="640" height="100" fill="#b39b73"/>'

/** Nobody’s house: every picture of the demonstration is drawn. */
const drawings: Record<Drawn, string> = {
  before: `${sky}<path d="M150 390 L165 220 L480 235 L470 390Z" fill="#b98a5a"/><path d="M130 225 L250 140 L420 150 L515 245 L440 235 L400 205 L360 232Z" fill="#6b5a4d"/>
    <path d="M395 205 l30 24 -34 12Z" fill="#2b2722"/><path d="M240 225 l14 45 -12 38 20 44 -6 38" stroke="#3d2c1c" stroke-width="6" fill="none"/>
    <rect x="300" y="300" width="56" height="90" fill="#4d3a28"/><rect x="400" y="275" width="44" height="42" fill="#33414a"/>`,
  'inside-before': `<rect width="640" height="480" fill="#a98c66"/><rect y="370" width="640" height="110" fill="#7d6a50"/><path d="M0 0 H640 V60 L420 40 L380 95 L330 30 L0 70Z" fill="#5b4a3c"/>
    <path d="M340 34 l26 55 14 -58Z" fill="#dbe9ef"/><path d="M120 80 l20 90 -26 70 34 90 -12 60" stroke="#3d2c1c" stroke-width="9" fill="none"/><ellipse cx="370" cy="410" rx="90" ry="16" fill="#5d6b70"/>`,
  foundation: `${sky}<path d="M130 400 L160 350 L500 350 L530 400Z" fill="#a7a7a2"/><path d="M150 395 L175 360 L485 360 L510 395Z" fill="#8b7350"/>
    <path d="M330 360 V395 M240 360 L228 395 M420 360 L432 395" stroke="#a7a7a2" stroke-width="16"/><path d="M60 400 q30 -50 70 0Z" fill="#c9b07e"/>`,
  walls: `${sky}<path d="M140 395 V215 H500 V395Z" fill="#b5603f"/><g stroke="#8a4630" stroke-width="3">${[235, 260, 285, 310, 335, 360, 385].map((y) => `<path d="M140 ${y} H500"/>`).join('')}</g>
    <rect x="290" y="290" width="64" height="105" fill="#cfe3ea"/><rect x="190" y="270" width="62" height="56" fill="#cfe3ea"/><rect x="400" y="270" width="62" height="56" fill="#cfe3ea"/>
    <path d="M120 395 V180 M520 395 V180 M110 240 H150 M490 240 H530" stroke="#7a6a4f" stroke-width="8"/>`,
  'inside-walls': `<rect width="640" height="480" fill="#b5603f"/><g stroke="#8a4630" stroke-width="3">${[60, 110, 160, 210, 260, 310].map((y) => `<path d="M0 ${y} H640"/>`).join('')}</g>
    <rect width="640" height="40" fill="#cfe3ea"/><rect y="370" width="640" height="110" fill="#a7a7a2"/><rect x="230" y="130" width="150" height="120" fill="#cfe3ea"/>`,
  paper: '<rect width="640" height="480" fill="#efeae0"/><g stroke="#8a8576" stroke-width="4"><path d="M90 110 H520 M90 170 H480 M90 230 H540 M90 290 H430 M90 350 H500"/></g>',
  hand: '<rect width="640" height="240" fill="#ffffff"/><path d="M80 150 q40 -100 70 0 t70 -20 q40 -70 60 10 t90 -10 q60 -50 90 20" stroke="#1c2421" stroke-width="7" fill="none"/>',
}

/** Such a picture, as a phone would send it. */
export const drawn = (what: Drawn): Promise<Buffer> =>
  sharp(Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="640" height="${what === 'hand' ? 240 : 480}">${drawings[what]}</svg>`)).png().toBuffer()
