{# What differs between two sets of fingerprints, as {relation key: sentence}: what moved and by how much. Pure. #}
{% macro moved_relations(before, after) %}
    {%- set moved = {} -%}
    {%- for key, old in before.items() -%}
        {%- set name = old["schema"] ~ "." ~ old["name"] -%}
        {%- set new = after.get(key) -%}
        {%- if not new -%} {%- do moved.update({key: name ~ " is gone"}) -%}
        {%- elif new["kind"] != old["kind"] -%}
            {%- do moved.update({key: name ~ " was a " ~ old["kind"] ~ ", is a " ~ new["kind"]}) -%}
        {%- elif new["hash"] != old["hash"] and old["kind"] == "view" -%}
            {%- do moved.update({key: name ~ " has another definition"}) -%}
        {%- elif new["hash"] != old["hash"] and new["rows"] != old["rows"] -%}
            {%- do moved.update(
                {key: name ~ " had " ~ old["rows"] ~ " rows, has " ~ new["rows"] ~ " (" ~ "%+d" | format(new["rows"] - old["rows"]) ~ ")"}
            ) -%}
        {%- elif new["hash"] != old["hash"] -%}
            {%- do moved.update({key: name ~ " has " ~ new["rows"] ~ " rows as before, with other values or columns"}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for key, new in after.items() if key not in before -%}
        {%- do moved.update({key: new["schema"] ~ "." ~ new["name"] ~ " is new"}) -%}
    {%- endfor -%}
    {%- do return(moved) -%}
{% endmacro %}
