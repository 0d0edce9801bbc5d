/**
 * English words of three to six letters for sorting and reversing. None is the same backwards, and
 * none has its letters in alphabetical order.
 */
export const wordList: readonly string[] = `
able apple arm autumn baby back bag bake ball banana band bank barn basket bath beach bean bear
beard bed bench bike bird blade block blue board boat body bone book bottle bowl brain branch
brave bread brick bridge bright broom brown brush bucket bush butter button cabin cable cage cake
calm camel camera camp candle candy canoe cap car card carpet carrot cart castle cat cave chain
chair chalk cheese cherry chest chick child circle circus clay clean clock cloud clown coach coal
coast coat cocoa coffee coin cold comb cook cookie copper coral corn corner cotton couch cousin
crab crane cream crown cup cymbal dance dark dawn day desk dinner dish doctor dog doll donkey
dragon dream dress drink drop drum duck dust eagle ear earth east elbow engine fabric face fair
family farm farmer father feast fence fern ferry field finger fire fish flag flame float flower
flute fog food forest fork frame friend frog frost fruit game garden gate gentle giant ginger girl
glass globe glove goat gold goose grape grass gravel green grey guest guitar hair hall hammer hand
happy harbor hat hawk hazel head heart hen hobby honey hood hook horn horse hotel house hunter ice
igloo ink insect iron island ivory jacket jam jar jeans jelly jewel job juice jungle kettle key
king kite kitten knee knife ladder lady lake lamb lamp land laugh lawn leaf lemon letter light
lily lime lion lip lizard log long loud lunch magic map maple marble market mask meadow meal melon
metal milk mirror mitten model monkey month moon moth mother mouse mouth muffin music nail name
napkin neck needle nest night nose number nurse nut oak ocean olive onion orange otter oven owl
paint palace palm panda panel pants paper parade parent park parrot party pasta path paw peach
peanut pear pearl pebble pen pencil pepper piano picnic pie pig pigeon pillow pilot pine pink pipe
pirate pizza planet plant plate plum pocket poem poet pond pony potato powder prince puppet puppy
purple purse puzzle queen quiet quilt rabbit radio rain ranch raven ribbon rice ring river road
robin robot rock rocket roof room root rope rose round ruby rug ruler safe sail sailor salad salt
sand sauce saw scarf school sea seal season seed shadow shed sheep shelf shell ship shirt shoe
shore silk silver singer sister skate skirt sky sled sleep smile smoke snail snake snow soap sock
sofa soft soil song soup south spark spider spoon sport spring spruce square stable stamp star
statue steam step stone stool storm story stove straw stream street string strong sugar suit
summer sun supper swan sweet swim table tail tailor tape tea teapot teeth tent thumb ticket tiger
tile time tin toad toast toe tomato tongue tooth torch tower town toy track train travel tray tree
truck trunk tulip tunnel turkey turtle uncle valley vase velvet violet violin wagon walk wall
walnut warm water wave west whale wheat wheel wide wild wind window wing winter wire wise wolf
wood wool word worm yard yarn year yellow young zebra
`
	.trim()
	.split(/\s+/);
