-- EPSG:9377, MAGNA-SIRGAS / Origen-Nacional (IGAC Res. 471/2020 and 370/2021), which PostGIS 3.3 does not bring.
-- An owner who is no superuser may not write there: then an administrator runs this file's first statement beforehand.
DO $$ BEGIN IF NOT EXISTS (SELECT FROM spatial_ref_sys WHERE srid = 9377) THEN
INSERT INTO spatial_ref_sys (srid, auth_name, auth_srid, proj4text, srtext) VALUES (
    9377, 'EPSG', 9377,
    '+proj=tmerc +lat_0=4 +lon_0=-73 +k=0.9992 +x_0=5000000 +y_0=2000000 +ellps=GRS80 +units=m +no_defs',
    'PROJCS["MAGNA-SIRGAS / Origen-Nacional",GEOGCS["MAGNA-SIRGAS",DATUM["Marco_Geocentrico_Nacional_de_Referencia",SPHEROID["GRS 1980",6378137,298.257222101]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4686"]],PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",4],PARAMETER["central_meridian",-73],PARAMETER["scale_factor",0.9992],PARAMETER["false_easting",5000000],PARAMETER["false_northing",2000000],UNIT["metre",1],AUTHORITY["EPSG","9377"]]'
);
END IF; END $$;

-- Text as a person searches it: lower case, without accents. Immutable, so that an index may hold it.
CREATE OR REPLACE FUNCTION sig_llano(texto text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
    AS $$ SELECT lower(public.unaccent('public.unaccent'::regdictionary, texto)) $$;

-- Any write leaves a touch; the touches of a transaction become one new revision of each layer at commit, in a fixed
-- order. So writers of a layer wait for each other only while they commit, and never in a circle.
CREATE OR REPLACE FUNCTION sig_tocar() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO capas_toque (capa, transaccion)
        SELECT unnest(TG_ARGV[0]::text[]), txid_current();
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION sig_revisar() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE tocada text;
BEGIN
    FOR tocada IN SELECT DISTINCT capa FROM capas_toque WHERE transaccion = txid_current() ORDER BY capa LOOP
        INSERT INTO capas_revisioncapa AS r (ficha_id, numero, fecha) VALUES (tocada, 1, now())
            ON CONFLICT (ficha_id) DO UPDATE SET numero = r.numero + 1, fecha = now();
    END LOOP;
    DELETE FROM capas_toque WHERE transaccion = txid_current();
    RETURN NULL;
END $$;

-- The trail: what a row was before a change, whoever made it, by whatever door. A new row needs no copy: it is the table.
CREATE OR REPLACE FUNCTION sig_anotar() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO capas_cambio (tabla, fila, operacion, antes, autor, rol, fecha) VALUES (
        TG_TABLE_NAME,
        CASE TG_OP WHEN 'DELETE' THEN OLD.id ELSE NEW.id END,
        lower(TG_OP),
        CASE WHEN TG_OP <> 'INSERT' THEN (to_jsonb(OLD) - 'geom' - 'geom_web' - 'geom_baja') || jsonb_build_object('geom', OLD.geom::text) END,
        coalesce(current_setting('sig.autor', true), ''), session_user, now());
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION sig_fechar() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.actualizado_en = now();
    RETURN NEW;
END $$;

-- What changes whenever the record, the content or the schema of an open layer does; null of one that the reader may not
-- see. Every request asks it, so its plan is made once a connection and not once a question.
CREATE OR REPLACE FUNCTION sig_sello(capa text) RETURNS text LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    RETURN (SELECT concat_ws(' ', f.xmin, f.ctid, r.xmin, r.numero, d.version) FROM capas_fichacapa f
        LEFT JOIN capas_revisioncapa r ON r.ficha_id = f.id LEFT JOIN capas_capadatos d ON d.ficha_id = f.id
        WHERE f.id = capa AND f.publicada AND f.clasificacion = 'publica');
END $$;
