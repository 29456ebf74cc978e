/**
 * What guessing programs try first, as building blocks: a long password made of nothing but these is
 * as weak as a short one. Written by hand, lower case, from four characters on; phrases without their spaces.
 */
export const COMMON_PASSWORDS: readonly string[] = `
  password passwort passw0rd passphrase secret geheim letmein welcome willkommen admin administrator root user guest test
  testing tester changeme default access login signin master dragon monkey shadow sunshine princess football baseball
  basketball soccer hockey superman batman pokemon starwars trustno1 iloveyou loveyou whatever freedom ninja azerty
  qwerty qwertz qwertyuiop qwertzuiop asdfghjkl asdfgh asdf zxcvbnm zxcvbn yxcvbnm qazwsx wsxedc 1qaz2wsx 1q2w3e4r
  q1w2e3r4 qweasd zaq12wsx abc123 abcd abcdef abcdefg abcdefgh abcdefghijklmnopqrstuvwxyz 12345678901234567890
  1234567890 123456789 12345678 1234567 123456 12345 1234 0987654321 987654321 87654321 654321 4321 123123 121212
  112233 111111 000000 222222 555555 666666 777777 888888 999999 696969 159753 147258369 123321 131313 101010
  spring summer autumn winter january february march april june july august september october november december
  monday tuesday wednesday thursday friday saturday sunday 2020 2021 2022 2023 2024 2025 2026 2027 hello helloworld
  michael jennifer jordan jessica daniel andrew thomas robert michelle charlie matthew ashley hunter hannah george
  joshua maggie pepper ginger cookie cheese chocolate banana orange flower butterfly purple killer computer internet
  samsung google facebook twitter linkedin microsoft windows apple iphone android company business office corporate
  mustang corvette ferrari porsche mercedes harley yankees cowboys steelers eagles arsenal chelsea liverpool barcelona
  matrix merlin gandalf hogwarts startrek zaphod phoenix thunder lightning diamond silver golden blink182 metallica
  love money lucky happy angel jesus christ heaven family mother father baby sweet honey summertime
  1q2w3e4r5t 1q2w3e4r5t6y7u8i9o0p q1w2e3r4t5 q1w2e3r4t5y6u7i8o9p0 1qaz2wsx3edc 1qaz2wsx3edc4rfv qazwsxedc
  qazwsxedcrfvtgb zaq12wsxcde3 3edc4rfv qweasdzxc qwerasdf qwerasdfzxcv asdfzxcv mnbvcxz lkjhgfdsa poiuytrewq
  ijklmnop mnopqrst qrstuvwxyz zyxwvuts aabbccdd 13579 24680 314159265358979 101112131415 010203040506
  forever always never please nothing everything something anything incorrect correct mypassword newpassword
  yourpassword nopassword password1 notmypassword thisismypassword thepasswordis enterpassword forgotpassword
  idontknow ihatepasswords iloveyouforever iloveyousomuch ilovemyfamily letmeinplease openthedoor opensesame
  correcthorsebatterystaple onceuponatime tobeornottobe maytheforcebewithyou nevergonnagiveyouup neversaynever livelaughlove
  carpediem hakunamatata supercalifragilisticexpialidocious thequickbrownfox thequickbrownfoxjumpsoverthelazydog
  whatismypassword rememberme dontforget makemyday justdoit inthebeginning godisgood godislove jesusislord
  youshallnotpass winteriscoming liverpoolfc manchesterunited realmadrid ronaldo messi realestate bitcoin crypto
`
  .trim()
  .split(/\s+/);
