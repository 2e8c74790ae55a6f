"""P-09: what customers write when they tell a secret, each with the secret, and what they write when they do not."""

# Of no service, and in two pieces, so that no scanner of repositories takes them for real ones.
KEYS = (
    "sk_" "live_51HxQzLkdIwHu7ixY3b2c4d5e", "gh" "p_16C7e42F292c6912E7710c838347Ae178B4a", "AKIA" "IOSFODNN7EXAMPLE",
    "AIza" "SyD-9tSrke72PouQMnMX-a7eZSW0jkFMBWY", "glpat" "-abcDEF123456ghiJKL78", "xoxb" "-123456789012-abcdefGHIJKL",
    "eyJ" "hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.SflKxwRJSMeKKF2QT4fwpMeJf36POk",
    "SG" ".ngeVfQFYQlKU0ufo8x5d1A.TwL2iGABf9DHoTf-09kqeF8tAmbihYzrnopKc-1s5cr",
)  # fmt: skip
PLAIN_KEYS = ("a8f5f167f44f4964e6c998dee827110c", "Zm9vYmFy1234QUJDREVG")
RSA = "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA75\nabc\n-----END RSA PRIVATE KEY-----"
SSH = "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk\n(cut"

# (text, the secret that may not stay, its kind)
TOLD = [
    *[(text.format(secret), secret, "password") for secret in ("hunter2", "Qwerty-123", "s3cr3t!x") for text in (
        "my password is {}", "My password: {}", "password={}", "Password - {}", "pwd: {}", "pw {}", "pass: {}",
        "The password for my account is {}", "The password to the online bank was {} yesterday",
        "I set the password to {} and it fails", "login: dave password: {}", "login/password: dave {}",
        "username and password: dave / {}", "{} is my password", "Here is the passcode: {}", 'my password is "{}"',
        "new password is now {}", "try my password {}, please", "My pass is {} thanks", "temporary password: {}.",
        "мой пароль {}", "Мой пароль: {}", "пароль - {}", "пароль это {}", "пароль от личного кабинета {}",
        "Пароль для входа: {}", "логин dave, пароль {}", "логин/пароль: dave {}", "логин и пароль: dave {}",
        "пароль у меня {}", "{} — мой пароль", "пароль был {} но не работает", "сменил пароль на {}",
        "вот пароль «{}»", "ПАРОЛЬ: {}", "пасворд {}", "мой пароль от карты такой {}",
        "Здравствуйте, пароль: {}, зайдите",
    )],
    ("my password is sunshine", "sunshine", "password"),
    ("My password is sunshine and I cannot log in", "sunshine", "password"),
    ("password: letmein", "letmein", "password"),
    ("My password is monkey, please check", "monkey", "password"),
    ("the password is dragon.", "dragon", "password"),
    ("пароль: солнышко", "солнышко", "password"),
    ("Мой пароль: qwerty, помогите войти", "qwerty", "password"),
    ("пароль - наташа", "наташа", "password"),
    ("мой пароль это любовь", "любовь", "password"),
    ("кодовое слово: Барсик", "Барсик", "password"),
    ("Кодовое слово — Мурка", "Мурка", "password"),
    ("контрольное слово: тополь", "тополь", "password"),
    ("секретное слово: ромашка", "ромашка", "password"),
    ("девичья фамилия матери: Иванова", "Иванова", "password"),
    ("secret word: pineapple", "pineapple", "password"),
    ("my security answer is Rex", "Rex", "password"),
    ("my mother's maiden name is Smith", "Smith", "password"),
    ("code word: tulip", "tulip", "password"),
    *[(text.format(secret), secret, "password") for secret in ("4821", "0937") for text in (
        "my PIN is {}", "PIN: {}", "pin code {}", "PIN-code: {}", "the pin of my card is {}", "pin number is {}",
        "пин {}", "пин-код: {}", "ПИН от карты {}", "пинкод {}", "мой пин-код {}, он не работает", "pin {} is refused",
    )],
    *[(text.format(secret), secret, "code") for secret in ("482913", "7305") for text in (
        "The code is {}", "my code is {}", "code: {}", "code {}", "I got the code {}", "The SMS code is {}",
        "verification code: {}", "Your verification code is {}", "{} is your verification code", "OTP {}",
        "my OTP is {}", "One-time password: {}", "one time code {}", "the code from the SMS is {}",
        "confirmation code {}", "security code from sms: {}", "Use code {} to sign in. Do not share it",
        "I received code {} by sms", "login code: {}", "{} - your login code", "passcode {}",
        "код {}", "Код: {}", "код из смс {}", "код из SMS: {}", "код подтверждения {}", "Код подтверждения: {}",
        "ваш код {}", "мне пришёл код {}", "пришел код {}", "код для входа: {}",
        "Код {} для входа. Никому не сообщайте",
        "{} — код подтверждения", "{} - ваш код", "смс код {}", "смс-код {}", "одноразовый пароль: {}",
        "одноразовый код {}", "проверочный код {} из смс", "Прислали код {}, что делать?", "мой код {}",
        "Код доступа: {}", "код подтверждения операции {}", "Никому не говорите код {}", "код авторизации: {}",
    )],
    ("Your code is 482 913", "482 913", "code"),
    ("код из смс 482-913", "482-913", "code"),
    ("G-482913 is your Google verification code", "G-482913", "code"),
    *[(text.format(secret), secret, "key") for secret in KEYS for text in (
        "{}", "here is {} for you", "API key: {}", "мой ключ {}", "token={}",
    )],
    *[(text.format(secret), secret, "key") for secret in PLAIN_KEYS for text in (
        "api key: {}", "API_KEY={}", "my api key is {}", "secret key = {}", "access token: {}", "token: {}",
        "Authorization: Bearer {}", "client_secret={}", "ключ API: {}", "токен: {}", "секретный ключ {}",
        "токен доступа {}",
    )],
    ("bot 110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw", "AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw", "key"),
    ("postgres://dave:hunter2secret@db.example/prod", "hunter2secret", "key"),
    (RSA, "MIIEowIBAAKCAQEA75", "key"),
    (SSH, "b3BlbnNzaC1rZXk", "key"),
    # Written after the patterns stood; not all of them are found.
    ('You can log in as dave with Tiger99', 'Tiger99', 'password'),
    ('pwd = Zx9!kk', 'Zx9!kk', 'password'),
    ('Password for my email dave@x.test is Blue$ky1', 'Blue$ky1', 'password'),
    ('user dave pass Winter2026', 'Winter2026', 'password'),
    ("my banking password's Orange7", 'Orange7', 'password'),
    ('i think the password was fluffy123 before', 'fluffy123', 'password'),
    ('Use this password: 9f8a7b', '9f8a7b', 'password'),
    ('The wifi password is guest-2026', 'guest-2026', 'password'),
    ('Старый пароль был Kotik2015', 'Kotik2015', 'password'),
    ('пароль от почты: sOlnce_88', 'sOlnce_88', 'password'),
    ('Пароль мой — Весна2026', 'Весна2026', 'password'),
    ('захожу с паролем Ivan1990', 'Ivan1990', 'password'),
    ('ввожу пароль Ivan1990 и ничего', 'Ivan1990', 'password'),
    ('Пароль такой же: Ivan1990', 'Ivan1990', 'password'),
    ('Вот мой логин ivan и пароль Zima77', 'Zima77', 'password'),
    ('логин: ivan\nпароль: Zima77', 'Zima77', 'password'),
    ('Пароль для карты 7788', '7788', 'password'),
    ('пин код карты 7788', '7788', 'password'),
    ('пин код от карточки: 7788', '7788', 'password'),
    ('Мой ПИН = 7788', '7788', 'password'),
    ('Your bank code: 559102. Never share it.', '559102', 'code'),
    ('<#> 559102 is your Heron code', '559102', 'code'),
    ('Heron: 559102 — code for payment 500 UAH', '559102', 'code'),
    ('the six digit code they texted me is 559102', '559102', 'code'),
    ('I entered 559102 as the SMS code', '559102', 'code'),
    ('they sent code 559102 twice', '559102', 'code'),
    ('my one-time passcode is 559102', '559102', 'code'),
    ('Your OTP for login is 559102', '559102', 'code'),
    ('2FA code 559102', '559102', 'code'),
    ('verification code = 559102', '559102', 'code'),
    ('Пришло смс: 559102 код для перевода', '559102', 'code'),
    ('код 5591 из смс', '5591', 'code'),
    ('смс с кодом 5591', '5591', 'code'),
    ('Ваш код подтверждения: 5591. Heron', '5591', 'code'),
    ('Heron: Код 559102. Перевод 5000 грн', '559102', 'code'),
    ('код который пришел 559102', '559102', 'code'),
    ('Пароль: 559102. Оплата 12 500,00', '559102', 'password'),
    ('Одноразовый пароль 559102 для входа', '559102', 'code'),
    ('Код для подтверждения платежа 559102', '559102', 'code'),
    ('подтверждаю, код пришёл: 559102', '559102', 'code'),
    ('CVV2 code is 345', '345', 'cvv'),
    ('three digits on the back: 345', '345', 'cvv'),
    ('цвв 345', '345', 'cvv'),
    ('код cvv 345', '345', 'cvv'),
    ('Срок 11/27, CVC 345', '345', 'cvv'),
    ('export API_TOKEN=abc123def456ghi789', 'abc123def456ghi789', 'key'),
    ('X-Api-Key: 7f3a9c2e1b5d8f60', '7f3a9c2e1b5d8f60', 'key'),
    ('{"access_token": "7f3a9c2e1b5d8f60aa"}', '7f3a9c2e1b5d8f60aa', 'key'),
    ('"password": "Sommer26"', 'Sommer26', 'password'),
    ('curl -u dave:Sommer26 https://x.test', 'Sommer26', 'key'),
    ('https://dave:Sommer26@x.test/', 'Sommer26', 'key'),
    ('webhook secret whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'key'),
    ('мой api ключ 7f3a9c2e1b5d8f60', '7f3a9c2e1b5d8f60', 'key'),
    ('ключ доступа: 7f3a9c2e1b5d8f60', '7f3a9c2e1b5d8f60', 'key'),
    ('токен бота 110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw', 'AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw', 'key'),
    ('pass is Panda_44 if you need it', 'Panda_44', 'password'),
    ('My pw for the app: zebra55', 'zebra55', 'password'),
    ('the pin you sent me is 6620', '6620', 'password'),
    ('card pin 6620 does not work in atm', '6620', 'password'),
    ('Login anna@x.test, password Lemon#3', 'Lemon#3', 'password'),
    ('reset it to Welcome1 please, old password is Mango22', 'Mango22', 'password'),
    ('password -> Kiwi_9', 'Kiwi_9', 'password'),
    ('пасс: kotik99', 'kotik99', 'password'),
    ('Пароль вот: Rosa2020', 'Rosa2020', 'password'),
    ('дайте сменить пароль, сейчас стоит Rosa2020', 'Rosa2020', 'password'),
    ('мой пароль Rosa2020 перестал подходить', 'Rosa2020', 'password'),
    ('пин от новой карты 6620 не принимают', '6620', 'password'),
    ('Ввела пин 6620 три раза', '6620', 'password'),
    ('кодовое слово у меня Лаванда', 'Лаванда', 'password'),
    ('Кодовое слово: лаванда. Продиктовать?', 'лаванда', 'password'),
    ("Here you go, 773310 that's the code", '773310', 'code'),
    ('code from your text message = 773310', '773310', 'code'),
    ('SMS says: your code is 773310, valid 5 minutes', '773310', 'code'),
    ('Enter 773310 to confirm the transfer', '773310', 'code'),
    ('security code 773310 came by sms', '773310', 'code'),
    ('773310 это код', '773310', 'code'),
    ('из смс: 773310', '773310', 'code'),
    ('Код 773310 никому не сообщайте!', '773310', 'code'),
    ('Вводите код 773310', '773310', 'code'),
    ('Мне пришел 773310 код из банка', '773310', 'code'),
    ('код - 7733', '7733', 'code'),
    ('otp:7733', '7733', 'code'),
    ('sms code=7733', '7733', 'code'),
    ('Пароль подтверждения: 773310', '773310', 'password'),
    ('cvc is 908', '908', 'cvv'),
    ('CVV-код 908', '908', 'cvv'),
    ('цифры сзади карты 908', '908', 'cvv'),
    ('4111111111111111 11/27 908', '908', 'cvv'),
    ('API secret: 9fK2mQ7xT1pL0aZs', '9fK2mQ7xT1pL0aZs', 'key'),
    ('token 9fK2mQ7xT1pL0aZs', '9fK2mQ7xT1pL0aZs', 'key'),
    ("auth_token: '9fK2mQ7xT1pL0aZs'", '9fK2mQ7xT1pL0aZs', 'key'),
    ('секрет вебхука 9fK2mQ7xT1pL0aZs', '9fK2mQ7xT1pL0aZs', 'key'),
    ('наш ключ апи - 9fK2mQ7xT1pL0aZs', '9fK2mQ7xT1pL0aZs', 'key'),
    ('Bearer 9fK2mQ7xT1pL0aZs', '9fK2mQ7xT1pL0aZs', 'key'),
]  # fmt: skip

SAID = """
I forgot my password
I forgot my password. What should I do?
Password reset does not work
My password is not working
my password is wrong, it says
The password is too short
The password is always refused
Your password must have 8 characters
Your password was changed yesterday
How do I change my password?
Password: how do I change it?
I cannot remember the password for my account
the password field is empty
password manager fills in the wrong one
Never share your password with anybody
We never ask for your password, PIN or code
Please do not send us your password: we never need it
Reset your password here: https://heron.example/reset
Send me a password reset link to dave@demo.test
My password is the same as before
My password is correct but the page reloads
The password is being rejected
password is required
Is there a password policy?
Your password has expired on 12.11.2026
I typed the password three times
I pass the check every time
The passport number is not accepted
We are passing this to a colleague
shopping at Pinewood was 1250 UAH
The pin is on the map
My PIN is blocked
I entered the PIN 3 times and the card is blocked
PIN envelope has not arrived
change of PIN costs 20 UAH
Where do I set a PIN?
Error code 404123 when I pay
The error code is on the page
it shows code 5003 when I pay
My promo code SUMMER2026 is not accepted
promo code 2026 does not work
discount code 123456 is refused
The zip code is 10001
postal code 01001, Kyiv
country code 380
product code 45871236
Branch code 305299
SWIFT code of the bank?
MCC code 5411
I have not received the code
The code does not come
No SMS code for 20 minutes
code of conduct
Scan the QR code 2 times
the dress code is casual
Order 45871236 has not arrived
order code 45871236
Reference 202611290103
Invoice 2026-11-29 for 4500.00
My phone is +380 44 123 45 67
Call me on 8 800 555 35 35
The transfer of 12500 UAH was on 12.11.2026
Payment 4111 of 2026 is late
Ticket #2041, account 26007233566001
IBAN UA213223130000026007233566001
IBAN DE89 3704 0044 0532 0130 00
The keyboard is broken, the key is stuck
The key is under the mat
This is a key question: how long?
Your session token has expired
an API key was revoked
Where do I find my API key?
The secret of success
see https://heron.example/a/very/long/path/of/words for more
https://heron.example/articles/how-to-reset-your-password
The token ring network is slow
Secretary: Mrs. Brown
Я забыл пароль
Забыла пароль от личного кабинета
Не могу войти, пароль не подходит
Пароль неверный, что делать?
Пароль: не помню
пароль не принимает уже третий раз
Как сменить пароль?
Где поменять пароль от приложения?
Пароль должен содержать 8 символов
Никому не сообщайте пароль и код из СМС
Мы никогда не спрашиваем пароль и ПИН
пароль был изменён вчера
Пароль истёк 12.11.2026
Восстановить пароль можно здесь: https://heron.example/reset
Забыли пароль? Нажмите сюда
Пароль просит каждый раз
у меня не приходит пароль
мой пароль не работает
пароль какой-то странный нужен
Пин-код заблокирован
Забыл пин-код от карты
ПИН не приходит
Как узнать пин-код?
Спина болит, а вы спрашиваете про карту
Код не приходит
Код из СМС не пришёл
Не пришёл код подтверждения
код ошибки 5003
Код ошибки: 404123
Выдаёт ошибку с кодом 4004
Промокод 2026 не работает
почтовый код 01001
код страны 380
код города 044
код товара 45871236
код валюты 980
Код отделения 305299
штрих код 4820024700016
Кодовое слово забыла
кодовое слово не принимают
Слово за слово и поссорились
Ключ от ячейки потерян
ключевой вопрос: когда вернут деньги?
Токен истёк
Заказ 45871236 не пришёл
Перевод 12500 грн от 12.11.2026
Счёт 40817810099910004312
Позвоните на +7 495 123-45-67
ИНН 7707083893, ОГРН 1027700132195
Карта заканчивается на 1111
Карта *1111 заблокирована
4111 11•• •••• 1111 заблокирована
The card ending in 4444 is blocked
Списали 4 500,00 и 1 250,00
Время 2026-11-29 01:03:46
30.11.2026 01:03:46 списание
Договор 2026/11-4500
Which code do you need, the one on the back or the SMS one?
I have changed my password yesterday at 15:30
I got an SMS about 5000 UAH but no code
The app asked for a code and then showed error 1045
My card 3318 is blocked since 2024
The PIN pad shows 8 digits
Password must be 12 characters long
Код не подошёл, ошибка 1045
Пароль меняла 12.11.2026, теперь не пускает
Мне пришла смс о списании 5000 грн, кода не было
Введите код из СМС и нажмите «Далее»
Введите пароль, указанный при регистрации
Сумма 45871236.50 по коду 5411 MCC
Телефон для связи 0441234567, код города 044
Пароль придумайте сложный: буквы и цифры
Your password: keep it safe
The token is worth 20 dollars
key account manager Anna Petrova
The public key of the server is on the site
Договор № 4500123412341234 от 2024
код клиента 1045782
passport FA482913 issued in 2015
PIN change fee is 20 UAH
Password reset takes 24 hours
I sent the documents on 12 November and got no code yet
Your message of 15 October about the code was clear
I paid 4500 at the shop, then the code did not come
They charged 12500 and I got a text without any code
My agreement 45871236 says that I get a code by mail
I confirm the payment of 250000 UAH, the code is not needed
Order 45871236 was sent, where is the tracking code?
The building is at 15 Main street, door code at reception
Our source code has 120000 lines
I wrote the code in 2019
Пришло списание 45871236, а код не приходил
Перевод на 250000 грн подтвердил, код не нужен
Договор 45871236 подписал, код прислали потом
Какой код указывать в назначении платежа?
Телефон 380441234567, код не приходит
Мне 45 лет и я забыла код
Смс приходит в 12:45, а код уже не действует
Код действует 5 минут
Код действует 120 секунд
The code is valid for 300 seconds
Code expires in 10 minutes
Please type the code within 60 seconds
код состоит из 6 цифр
The code has 6 digits
На карте 25000, пароль помню
Баланс 25000 и пароль тот же
Ключ шифрования лежит в сейфе
token of appreciation
Пин-код состоит из 4 цифр
Пин-код меняли в 2024 году
password was changed in 2024
The password is 8 characters long
My pin is 4 digits, right?
Пароль 8 символов
ПИН-код: сколько цифр?
Пароль: минимум 8 символов
Password: at least 8 characters
password: minimum 8 characters
Пароль - это важно
Код 044 это Киев
""".strip().splitlines()
